package reel.video.payload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a catalog.
///
/// @param path     below the target, parts divided by `/`
/// @param size     of a file; [#UNKNOWN_SIZE] of one that comes from a pipe; 0 of others
/// @param mode     the nine permission bits; -1 where not known
/// @param modified null where not known
/// @param target   of a link; null of others
public record Entry(
        Kind kind,
        String path,
        long size,
        int mode,
        @Nullable Instant modified,
        @Nullable String target) {
    public static final long UNKNOWN_SIZE = -1;

    /// What an entry is; the number is written.
    public enum Kind {
        FILE,
        FOLDER,
        LINK
    }

    public Entry {
        if (mode < -1 || mode > 0777 || size < UNKNOWN_SIZE || (kind == Kind.LINK) != (target != null)) {
            throw new IllegalArgumentException(kind + " " + path + " " + size + " " + mode);
        }
    }

    public static Entry file(String path, long size, int mode, @Nullable Instant modified) {
        return new Entry(Kind.FILE, path, size, mode, modified, null);
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    Entry sized(long known) {
        return new Entry(kind, path, known, mode, modified, target);
    }
}
