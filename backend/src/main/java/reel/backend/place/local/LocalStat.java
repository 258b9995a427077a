package reel.backend.place.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Meta;

/// What the system says of one name in one call, links not followed.
///
/// @param mode  permissions, set-id and sticky bits; null where the system has none
/// @param inode 0 where the system does not tell
record LocalStat(
        Entry.Kind kind,
        long size,
        Instant modified,
        long inode,
        @Nullable Integer mode,
        @Nullable String owner,
        @Nullable String group) {
    static final boolean UNIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

    private static final String UNIX_VIEW = "unix:mode,ino,size,lastModifiedTime,uid,gid";
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int FOLDER = 0040000;
    private static final int PERMISSIONS = 07777;

    /// Names of users and groups; asking the system for one may ask a directory server.
    private static final Map<Integer, String> OWNERS = new ConcurrentHashMap<>();

    private static final Map<Integer, String> GROUPS = new ConcurrentHashMap<>();

    /// The system's own exception where nothing is there.
    static LocalStat of(Path path) throws IOException {
        if (UNIX) {
            return unix(path, Files.readAttributes(path, UNIX_VIEW, LinkOption.NOFOLLOW_LINKS));
        }
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Entry.Kind kind = basic.isRegularFile()
                ? Entry.Kind.FILE
                : basic.isSymbolicLink() ? Entry.Kind.LINK : basic.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.OTHER;
        return new LocalStat(kind, basic.size(), basic.lastModifiedTime().toInstant(), 0, null, null, null);
    }

    private static LocalStat unix(Path path, Map<String, Object> view) throws IOException {
        int mode = (Integer) attribute(view, "mode");
        Entry.Kind kind = switch (mode & TYPE) {
            case FILE -> Entry.Kind.FILE;
            case LINK -> Entry.Kind.LINK;
            case FOLDER -> Entry.Kind.FOLDER;
            default -> Entry.Kind.OTHER;
        };
        int uid = (Integer) attribute(view, "uid");
        int gid = (Integer) attribute(view, "gid");
        if (!OWNERS.containsKey(uid) || !GROUPS.containsKey(gid)) {
            learnNames(path);
        }
        return new LocalStat(
                kind,
                (Long) attribute(view, "size"),
                ((FileTime) attribute(view, "lastModifiedTime")).toInstant(),
                (Long) attribute(view, "ino"),
                mode & PERMISSIONS,
                OWNERS.get(uid),
                GROUPS.get(gid));
    }

    /// Numbers and names in one call: the file may change hands meanwhile.
    private static void learnNames(Path path) throws IOException {
        Map<String, Object> view = Files.readAttributes(path, "unix:uid,gid,owner,group", LinkOption.NOFOLLOW_LINKS);
        OWNERS.put((Integer) attribute(view, "uid"), ((Principal) attribute(view, "owner")).getName());
        GROUPS.put((Integer) attribute(view, "gid"), ((Principal) attribute(view, "group")).getName());
    }

    private static Object attribute(Map<String, Object> view, String name) {
        Object value = view.get(name);
        if (value == null) {
            throw new IllegalStateException("the system's unix view has no " + name);
        }
        return value;
    }

    boolean sameFile(LocalStat other) {
        return kind == other.kind && inode == other.inode;
    }

    /// Whether this and `later` are of the same bytes as far as the system can tell.
    boolean sameBytes(LocalStat later) {
        return kind == later.kind && size == later.size && inode == later.inode && modified.equals(later.modified);
    }

    /// @param file       where it lies, for the target of a link
    /// @param attributes by full name
    Entry entry(String path, Path file, Map<String, byte[]> attributes) throws IOException {
        String target = kind == Entry.Kind.LINK ? LocalNames.target(Files.readSymbolicLink(file)) : null;
        if (kind == Entry.Kind.LINK && target == null) {
            return new Entry(path, Entry.Kind.OTHER, 0, modified, null, Meta.NONE, Map.of());
        }
        Meta meta = new Meta(kind == Entry.Kind.LINK ? null : mode, owner, group, target, attributes, null);
        return new Entry(path, kind, kind == Entry.Kind.FILE ? size : 0, modified, null, meta, Map.of());
    }
}
