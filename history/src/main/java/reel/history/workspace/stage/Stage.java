package reel.history.workspace.stage;

import static reel.history.workspace.stage.StageLayout.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.Content;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileStat;
import reel.stream.hash.Hash;

/// Everything tracked in one working folder, in path order: row 0 to [#size] - 1. Immutable and safe for use by
/// many threads.
///
/// The bytes are those of the file; an entry becomes an object only when it is asked for, so that a command
/// that finds 60 000 files untouched makes none.
public final class Stage {
    private final byte[] bytes;
    private final ByteBuffer view;
    private final int size;
    private final int heap;

    Stage(byte[] bytes) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.size = view.getInt(AT_COUNT);
        this.heap = HEADER_BYTES + size * RECORD_BYTES;
    }

    /// Nothing tracked, and equal to the empty tree only if the caller says so later.
    public static Stage empty() {
        return new StageBuilder(0).build(null);
    }

    /// Entries tracked.
    public int size() {
        return size;
    }

    /// The tree whose files are exactly these; null when something was added or removed since.
    public @Nullable Hash tree() {
        return (view.getInt(AT_FLAGS) & FLAG_TREE_KNOWN) == 0 ? null : hashAt(AT_TREE);
    }

    /// Whether a merge put these entries here that is not committed yet.
    public boolean isMerging() {
        return (view.getInt(AT_FLAGS) & FLAG_MERGING) != 0;
    }

    /// The paths a merge left for a person to decide.
    public List<RepoPath> conflicts() {
        List<RepoPath> conflicts = new ArrayList<>();
        for (int row = 0; row < size; row++) {
            if (isConflict(row)) {
                conflicts.add(path(row));
            }
        }
        return conflicts;
    }

    /// Whether `other` has the same entries, flags and stats.
    public boolean isSameAs(Stage other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /// The file's bytes; nobody writes to them.
    byte[] bytes() {
        return bytes;
    }

    private static int record(int row) {
        return HEADER_BYTES + row * RECORD_BYTES;
    }

    private int flags(int row) {
        return bytes[record(row) + FLAGS];
    }

    private int pathAt(int row) {
        return heap + view.getInt(record(row) + PATH);
    }

    private int pathLength(int row) {
        return view.getShort(record(row) + PATH_LENGTH) & 0xffff;
    }

    private Hash hashAt(int at) {
        ByteOrder big = ByteOrder.BIG_ENDIAN;
        ByteBuffer read = ByteBuffer.wrap(bytes, at, Hash.BYTES).order(big);
        return new Hash(read.getLong(), read.getLong(), read.getLong(), read.getLong());
    }

    public RepoPath path(int row) {
        int at = pathAt(row);
        return RepoPath.of(Arrays.copyOfRange(bytes, at, at + pathLength(row)));
    }

    /// All entries, made when asked for.
    public List<StageEntry> entries() {
        return new Entries();
    }

    private final class Entries extends AbstractList<StageEntry> implements RandomAccess {
        @Override
        public StageEntry get(int row) {
            return entry(row);
        }

        @Override
        public int size() {
            return size;
        }
    }

    public StageEntry entry(int row) {
        int flags = flags(row);
        return new StageEntry(path(row), treeEntry(row), stat(row), (flags & RACY) != 0, (flags & CONFLICT) != 0);
    }

    /// The entry at `path`, or null when it is not tracked.
    public @Nullable StageEntry entry(RepoPath path) {
        int row = find(path);
        return row < 0 ? null : entry(row);
    }

    /// What is staged in `row`.
    public TreeEntry treeEntry(int row) {
        int at = record(row);
        byte[] name = path(row).name();
        return switch (bytes[at + KIND]) {
            case KIND_FILE ->
                new TreeEntry.File(name, content(row), (flags(row) & EXECUTABLE) != 0, view.getLong(at + TREE_MTIME));
            case KIND_LINK -> {
                int target = heap + view.getInt(at + EXTRA);
                int length = view.getShort(at + EXTRA_LENGTH) & 0xffff;
                yield new TreeEntry.Link(name, Arrays.copyOfRange(bytes, target, target + length));
            }
            default -> new TreeEntry.Folder(name, hashAt(at + CONTENT_HASH));
        };
    }

    private Content content(int row) {
        int at = record(row);
        Hash fileHash = hashAt(at + CONTENT_HASH);
        int height = view.getShort(at + EXTRA_LENGTH);
        Hash root = height == 0 ? fileHash : hashAt(heap + view.getInt(at + EXTRA));
        return new Content(view.getLong(at + CONTENT_SIZE), fileHash, root, height);
    }

    /// The disk when `row` was last known to equal it, or null.
    private @Nullable FileStat stat(int row) {
        int flags = flags(row);
        if ((flags & STAT_UNKNOWN) != 0) {
            return null;
        }
        int at = record(row);
        return new FileStat(
                type(row),
                view.getLong(at + DISK_SIZE),
                view.getLong(at + DISK_MTIME),
                view.getLong(at + DISK_CTIME),
                view.getLong(at + DISK_INODE),
                (flags & EXECUTABLE) != 0);
    }

    /// What kind of thing `row` is.
    public FileStat.Type type(int row) {
        return switch (bytes[record(row) + KIND]) {
            case KIND_FILE -> FileStat.Type.FILE;
            case KIND_LINK -> FileStat.Type.LINK;
            default -> FileStat.Type.FOLDER;
        };
    }

    public boolean isConflict(int row) {
        return (flags(row) & CONFLICT) != 0;
    }

    /// Bytes of content of a file; 0 for anything else.
    public long contentSize(int row) {
        return view.getLong(record(row) + CONTENT_SIZE);
    }

    /// Whether a file on disk that looks like `disk` is surely what `row` has. False says nothing yet: look at the
    /// bytes. Never true for a conflict, which waits for a person.
    public boolean isClean(int row, FileStat disk) {
        int at = record(row);
        int flags = flags(row);
        if ((flags & (RACY | STAT_UNKNOWN | CONFLICT)) != 0) {
            return false;
        }
        return type(row) == disk.type()
                && view.getLong(at + DISK_MTIME) == disk.mtimeNanos()
                && view.getLong(at + DISK_SIZE) == disk.size()
                && view.getLong(at + DISK_CTIME) == disk.ctimeNanos()
                && view.getLong(at + DISK_INODE) == disk.inode();
    }

    /// Whether the file in `row` is executable.
    public boolean isExecutable(int row) {
        return (flags(row) & EXECUTABLE) != 0;
    }

    /// The row of `path`, or -1 - (the row where it would stand).
    public int find(RepoPath path) {
        byte[] wanted = path.toBytes();
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = comparePath(middle, wanted);
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1 - low;
    }

    /// The first row that is not below `folder` (and not `folder` itself), given that it stands after `from`.
    public int endOf(RepoPath folder, int from) {
        byte[] prefix = folder.toBytes();
        int low = from;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isWithin(middle, prefix) || comparePath(middle, prefix) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Whether `path` is tracked, or something below it is.
    public boolean holds(RepoPath path) {
        int row = find(path);
        if (row >= 0) {
            return true;
        }
        int next = -1 - row;
        return next < size && isWithin(next, path.toBytes());
    }

    private boolean isWithin(int row, byte[] folder) {
        int at = pathAt(row);
        int length = pathLength(row);
        int n = folder.length;
        return length >= n && Arrays.equals(bytes, at, at + n, folder, 0, n) && (length == n || bytes[at + n] == '/');
    }

    private int comparePath(int row, byte[] wanted) {
        int at = pathAt(row);
        return comparePaths(bytes, at, at + pathLength(row), wanted, 0, wanted.length);
    }

    /// The order of [RepoPath].
    static int comparePaths(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        int i = Arrays.mismatch(a, aFrom, aTo, b, bFrom, bTo);
        if (i < 0) {
            return 0;
        }
        if (aFrom + i >= aTo || bFrom + i >= bTo) {
            return Integer.compare(aTo - aFrom, bTo - bFrom);
        }
        int x = a[aFrom + i];
        int y = b[bFrom + i];
        return Integer.compare(x == '/' ? 0 : x & 0xff, y == '/' ? 0 : y & 0xff);
    }

    // Rows of one folder, for the scan: `depth` is the length of the folder's path with its slash, 0 at the root.

    /// Length of the child's name that `row` shows at `depth`.
    public int childLength(int row, int depth) {
        int at = pathAt(row);
        int end = at + pathLength(row);
        int i = at + depth;
        while (i < end && bytes[i] != '/') {
            i++;
        }
        return i - at - depth;
    }

    /// Whether the child that `row` shows at `depth` is the entry itself, and not a folder above it.
    public boolean isChildItself(int row, int depth) {
        return depth + childLength(row, depth) == pathLength(row);
    }

    /// Order of the child's name that `row` shows at `depth` against `name`.
    public int compareChild(int row, int depth, byte[] name) {
        int from = pathAt(row) + depth;
        return Arrays.compareUnsigned(bytes, from, from + childLength(row, depth), name, 0, name.length);
    }

    /// The first row in [row, to) whose child at `depth` is another than that of `row`.
    public int nextChild(int row, int depth, int to) {
        int at = pathAt(row);
        int length = depth + childLength(row, depth);
        int low = row + 1;
        int step = 1;
        while (low < to && sharesChild(low, at, length)) {
            int far = low + step;
            if (far < to && sharesChild(far, at, length)) {
                low = far + 1;
                step <<= 1;
            } else if (step > 1) {
                step >>= 1;
            } else {
                low++;
            }
        }
        return low;
    }

    private boolean sharesChild(int row, int at, int length) {
        int otherAt = pathAt(row);
        int other = pathLength(row);
        return other >= length
                && Arrays.equals(bytes, otherAt, otherAt + length, bytes, at, at + length)
                && (other == length || bytes[otherAt + length] == '/');
    }

    /// Appends the record of `row` as it is.
    void copyTo(StageBuilder builder, int row) {
        int at = record(row);
        int extra = 0;
        int extraLength = 0;
        int length = view.getShort(at + EXTRA_LENGTH) & 0xffff;
        if (bytes[at + KIND] == KIND_LINK) {
            extra = heap + view.getInt(at + EXTRA);
            extraLength = length;
        } else if (bytes[at + KIND] == KIND_FILE && length > 0) {
            extra = heap + view.getInt(at + EXTRA);
            extraLength = Hash.BYTES;
        }
        builder.addRaw(bytes, at, pathAt(row), pathLength(row), extra, extraLength);
    }
}
