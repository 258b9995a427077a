package reel.backend.place;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a place says of one path without reading its bytes.
///
/// @param size     bytes of a file; [#UNKNOWN] where the place does not tell; 0 for what has no bytes
/// @param modified when the content last changed, as the owner of the file sees it; null where the place does
///                 not tell, and in listings where it would cost a call for each file: [Place#stat] tells it then
/// @param version  changes whenever the content does (ETag, generation); null where only size and time can tell
/// @param meta     what else goes with the file where both sides can hold it
/// @param digests  of the whole content, lower-case hexadecimal, as the place knows them without reading
public record Entry(
        String path,
        Kind kind,
        long size,
        @Nullable Instant modified,
        @Nullable String version,
        Meta meta,
        Map<DigestKind, String> digests) {
    public static final long UNKNOWN = -1;

    /// What lies at a path.
    public enum Kind {
        FILE,
        FOLDER,
        /// A symbolic link; [Meta#linkTarget] says where to.
        LINK,
        /// A device, a socket, a pipe: told, never read.
        OTHER
    }

    public Entry {
        digests = Map.copyOf(digests);
    }

    public static Entry folder(String path, @Nullable Instant modified, Meta meta) {
        return new Entry(path, Kind.FOLDER, 0, modified, null, meta, Map.of());
    }

    public static Entry file(String path, long size, @Nullable Instant modified) {
        return new Entry(path, Kind.FILE, size, modified, null, Meta.NONE, Map.of());
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }

    /// Whether another version of it can be told from this one, but for its size.
    public boolean tellsVersion() {
        return version != null || modified != null;
    }

    /// Whether its name is no text. What stands in the path can be shown, and leads to nothing or to another file.
    public boolean isUnnamed() {
        return kind == Kind.OTHER && modified == null;
    }

    /// The same file, of the size that `other` tells if this does not tell it.
    public Entry sizedAs(Entry other) {
        return size != UNKNOWN ? this : new Entry(path, kind, other.size(), modified, version, meta, digests);
    }

    /// The last segment of the path.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
