package reel.app.look;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.manifest.Content;
import reel.history.manifest.ContentReader;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileStat;
import reel.stream.Refused;

/// What stands at a path on one side of a comparison: something stored, or something on disk.
///
/// @param size    bytes of a file or of a link's target
/// @param content a stored file's content; null for anything else
/// @param target  a stored link's target; null for anything else
/// @param disk    where it is on disk; null for something stored
public record Side(
        Kind kind,
        long size,
        boolean executable,
        @Nullable Content content,
        byte @Nullable [] target,
        @Nullable Path disk) {
    /// What it is.
    public enum Kind {
        FILE,
        LINK,
        FOLDER
    }

    static @Nullable Side stored(@Nullable TreeEntry entry) {
        return switch (entry) {
            case null -> null;
            case TreeEntry.File file ->
                new Side(Kind.FILE, file.content().size(), file.executable(), file.content(), null, null);
            case TreeEntry.Link link -> new Side(Kind.LINK, link.target().length, false, null, link.target(), null);
            case TreeEntry.Folder folder -> new Side(Kind.FOLDER, 0, false, null, null, null);
        };
    }

    static @Nullable Side onDisk(Path path) throws IOException {
        FileStat stat = FileStat.ifThere(path);
        if (stat == null) {
            return null;
        }
        Kind kind = switch (stat.type()) {
            case LINK -> Kind.LINK;
            case FOLDER -> Kind.FOLDER;
            default -> Kind.FILE;
        };
        return new Side(kind, stat.size(), stat.executable(), null, null, path);
    }

    /// Its bytes: a file's content, a link's target. @param limit more bytes than this are [Refused]
    public byte[] bytes(Workspace workspace, int limit) throws IOException {
        if (size > limit) {
            throw new Refused("file of " + size + " bytes", "more than the " + limit + " bytes asked for");
        }
        Path path = disk;
        if (kind == Kind.FOLDER) {
            return new byte[0];
        }
        if (path != null) {
            return kind == Kind.LINK
                    ? Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8)
                    : diskBytes(path, limit);
        }
        if (target != null) {
            return target.clone();
        }
        Content stored = content;
        byte[] bytes = new byte[(int) size];
        if (stored != null) {
            new ContentReader(workspace.store(), workspace.budget()).read(stored, 0, MemorySegment.ofArray(bytes));
        }
        return bytes;
    }

    private static byte[] diskBytes(Path path, int limit) throws IOException {
        try (java.io.InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(limit);
        }
    }
}
