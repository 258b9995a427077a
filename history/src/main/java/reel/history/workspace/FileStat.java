package reel.history.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the system says about one name in one call, links not followed.
///
/// @param size        bytes
/// @param mtimeNanos  last modification, nanoseconds since 1970
/// @param ctimeNanos  last change of the inode (creation time where the system has no such time)
/// @param inode       0 where the system does not tell
/// @param executable  the owner's execute bit
public record FileStat(Type type, long size, long mtimeNanos, long ctimeNanos, long inode, boolean executable) {
    /// What a name stands for.
    public enum Type {
        FILE,
        LINK,
        FOLDER,
        /// A socket, a pipe or a device: never read, never kept.
        OTHER
    }

    /// Whether the system tells inode, change time and mode in one call; else the portable view is asked.
    static final boolean UNIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

    private static final String UNIX_VIEW = "unix:mode,ino,size,lastModifiedTime,ctime";
    private static final int MODE_TYPE = 0170000;
    private static final int MODE_FILE = 0100000;
    private static final int MODE_LINK = 0120000;
    private static final int MODE_FOLDER = 0040000;
    private static final int MODE_OWNER_EXECUTE = 0100;

    /// The stat of `path`; a [java.nio.file.NoSuchFileException] when there is no such name.
    public static FileStat of(Path path) throws IOException {
        if (UNIX) {
            return unix(Files.readAttributes(path, UNIX_VIEW, LinkOption.NOFOLLOW_LINKS));
        }
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Type type = basic.isRegularFile()
                ? Type.FILE
                : basic.isSymbolicLink() ? Type.LINK : basic.isDirectory() ? Type.FOLDER : Type.OTHER;
        return new FileStat(type, basic.size(), nanos(basic.lastModifiedTime()), nanos(basic.creationTime()), 0, false);
    }

    /// The stat of `path`, or null when there is no such name.
    public static @Nullable FileStat ifThere(Path path) throws IOException {
        try {
            return of(path);
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return null;
        } catch (java.nio.file.FileSystemException failed) {
            // A name below a regular file: the JDK has no exception of its own for ENOTDIR here.
            if (parentIsNoFolder(path)) {
                return null;
            }
            throw failed;
        }
    }

    private static boolean parentIsNoFolder(Path path) {
        for (Path p = path.getParent(); p != null; p = p.getParent()) {
            if (Files.exists(p, LinkOption.NOFOLLOW_LINKS)) {
                return !Files.isDirectory(p);
            }
        }
        return false;
    }

    private static FileStat unix(Map<String, Object> view) {
        int mode = (Integer) attribute(view, "mode");
        Type type = switch (mode & MODE_TYPE) {
            case MODE_FILE -> Type.FILE;
            case MODE_LINK -> Type.LINK;
            case MODE_FOLDER -> Type.FOLDER;
            default -> Type.OTHER;
        };
        return new FileStat(
                type,
                (Long) attribute(view, "size"),
                nanos((FileTime) attribute(view, "lastModifiedTime")),
                nanos((FileTime) attribute(view, "ctime")),
                (Long) attribute(view, "ino"),
                (mode & MODE_OWNER_EXECUTE) != 0);
    }

    private static Object attribute(Map<String, Object> view, String name) {
        Object value = view.get(name);
        if (value == null) {
            throw new IllegalStateException("the system's unix view has no " + name);
        }
        return value;
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /// Whether this and `later` are of the same bytes as far as the system can tell.
    public boolean sameAs(FileStat later) {
        return type == later.type
                && size == later.size
                && mtimeNanos == later.mtimeNanos
                && ctimeNanos == later.ctimeNanos
                && inode == later.inode;
    }
}
