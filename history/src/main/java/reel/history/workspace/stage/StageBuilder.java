package reel.history.workspace.stage;

import static reel.history.workspace.stage.StageLayout.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.history.manifest.Content;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileStat;
import reel.stream.hash.Hash;

/// A stage being written from entries in path order.
///
/// Something added below a tracked folder takes the folder's place (a folder is tracked only while it is empty);
/// anything else out of order is an [IllegalArgumentException].
public final class StageBuilder {
    private byte[] records;
    private byte[] heap;
    private int count;
    private int heapBytes;
    private boolean merging;

    /// @param expected entries, a guess
    public StageBuilder(int expected) {
        this.records = new byte[Math.max(16, expected) * RECORD_BYTES];
        this.heap = new byte[Math.max(16, expected) * 48];
    }

    /// A stage with the entries of `base`, but for the changes: a path with null is removed, any other set.
    /// What stands in the way of a new entry (a file where a folder must be, files where a file is to be) is
    /// removed. The tree of `base` stays known if only stats changed.
    public static Stage edit(Stage base, NavigableMap<RepoPath, @Nullable StageEntry> changes) {
        if (changes.isEmpty()) {
            return base;
        }
        StageBuilder builder = new StageBuilder(base.size() + changes.size());
        builder.merging = base.isMerging();
        boolean sameTree = true;
        int row = 0;
        for (Map.Entry<RepoPath, @Nullable StageEntry> change : changes.entrySet()) {
            RepoPath path = change.getKey();
            int found = base.find(path);
            int until = found < 0 ? -1 - found : found;
            while (row < until) {
                base.copyTo(builder, row++);
            }
            StageEntry entry = change.getValue();
            sameTree &= found >= 0
                    ? entry != null && entry.entry().equals(base.treeEntry(found)) && !entry.conflict()
                    : entry == null;
            if (found >= 0) {
                row = Math.max(row, found + 1);
            }
            if (entry != null) {
                builder.add(entry);
                if (!(entry.entry() instanceof TreeEntry.Folder)) {
                    row = Math.max(row, base.endOf(path, until));
                }
            }
        }
        while (row < base.size()) {
            base.copyTo(builder, row++);
        }
        return builder.build(sameTree ? base.tree() : null);
    }

    public StageBuilder add(StageEntry staged) {
        byte[] path = staged.path().toBytes();
        TreeEntry entry = staged.entry();
        byte[] extra = {};
        byte kind;
        int extraLength = 0;
        int flags = staged.conflict() ? CONFLICT : 0;
        ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        switch (entry) {
            case TreeEntry.File file -> {
                Content content = file.content();
                kind = KIND_FILE;
                flags |= file.executable() ? EXECUTABLE : 0;
                extraLength = content.height();
                extra = content.height() == 0 ? extra : content.root().toBytes();
                record.putLong(CONTENT_SIZE, content.size());
                record.put(CONTENT_HASH, content.fileHash().toBytes());
                record.putLong(TREE_MTIME, file.mtimeNanos());
            }
            case TreeEntry.Link link -> {
                kind = KIND_LINK;
                extra = link.target();
                extraLength = extra.length;
            }
            case TreeEntry.Folder folder -> {
                kind = KIND_FOLDER;
                record.put(CONTENT_HASH, folder.tree().toBytes());
            }
        }
        FileStat stat = staged.stat();
        if (stat == null) {
            flags |= STAT_UNKNOWN;
        } else {
            flags |= staged.racy() ? RACY : 0;
            record.putLong(DISK_MTIME, stat.mtimeNanos());
            record.putLong(DISK_CTIME, stat.ctimeNanos());
            record.putLong(DISK_INODE, stat.inode());
            record.putLong(DISK_SIZE, stat.size());
        }
        record.put(KIND, kind).put(FLAGS, (byte) flags).putShort(EXTRA_LENGTH, (short) extraLength);
        append(record.array(), 0, path, 0, path.length, extra, 0, extra.length);
        return this;
    }

    void addRaw(byte[] from, int record, int path, int pathLength, int extra, int extraLength) {
        append(from, record, from, path, pathLength, from, extra, extraLength);
    }

    private void append(
            byte[] record,
            int at,
            byte[] path,
            int pathAt,
            int pathLength,
            byte[] extra,
            int extraAt,
            int extraLength) {
        dropFolderAbove(path, pathAt, pathLength);
        if (count == MAX_RECORDS) {
            throw new IllegalStateException("a stage has at most " + MAX_RECORDS + " entries");
        }
        int to = count * RECORD_BYTES;
        if (to == records.length) {
            records = Arrays.copyOf(records, records.length * 2);
        }
        int needed = Math.addExact(heapBytes, pathLength + extraLength);
        if (needed > heap.length) {
            heap = Arrays.copyOf(heap, (int) Math.min(Integer.MAX_VALUE - 64L, Math.max(needed, heap.length * 2L)));
        }
        System.arraycopy(record, at, records, to, RECORD_BYTES);
        ByteBuffer view = view(records);
        view.putInt(to + PATH, heapBytes).putShort(to + PATH_LENGTH, (short) pathLength);
        System.arraycopy(path, pathAt, heap, heapBytes, pathLength);
        heapBytes += pathLength;
        view.putInt(to + EXTRA, extraLength == 0 ? 0 : heapBytes);
        System.arraycopy(extra, extraAt, heap, heapBytes, extraLength);
        heapBytes += extraLength;
        count++;
    }

    /// Checks the order against the last entry, and removes that if it is a folder above the new path.
    private void dropFolderAbove(byte[] path, int at, int length) {
        if (count == 0) {
            return;
        }
        int last = (count - 1) * RECORD_BYTES;
        ByteBuffer view = view(records);
        int lastAt = view.getInt(last + PATH);
        int lastLength = view.getShort(last + PATH_LENGTH) & 0xffff;
        if (Stage.comparePaths(heap, lastAt, lastAt + lastLength, path, at, at + length) >= 0) {
            throw new IllegalArgumentException("paths must ascend");
        }
        boolean below = length > lastLength
                && path[at + lastLength] == '/'
                && Arrays.equals(heap, lastAt, lastAt + lastLength, path, at, at + lastLength);
        if (below) {
            count--;
            heapBytes = lastAt;
        }
    }

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The stage. @param tree the tree that these entries are exactly equal to, null when not known
    public Stage build(@Nullable Hash tree) {
        int recordBytes = count * RECORD_BYTES;
        long total = (long) HEADER_BYTES + recordBytes + heapBytes + TRAILER_BYTES;
        if (total > Integer.MAX_VALUE - 64) {
            throw new IllegalStateException("a stage has at most 2 GiB");
        }
        byte[] bytes = new byte[(int) total];
        ByteBuffer view = view(bytes);
        view.putLong(0, MAGIC)
                .putInt(AT_VERSION, VERSION)
                .putInt(AT_COUNT, count)
                .putInt(AT_HEAP_BYTES, heapBytes)
                .putInt(AT_FLAGS, (tree == null ? 0 : FLAG_TREE_KNOWN) | (merging ? FLAG_MERGING : 0))
                .putLong(AT_WRITTEN, System.currentTimeMillis() * 1_000_000L);
        if (tree != null) {
            view.put(AT_TREE, tree.toBytes());
        }
        System.arraycopy(records, 0, bytes, HEADER_BYTES, recordBytes);
        System.arraycopy(heap, 0, bytes, HEADER_BYTES + recordBytes, heapBytes);
        seal(bytes);
        return new Stage(bytes);
    }

    /// Writes the trailer.
    static void seal(byte[] bytes) {
        int end = bytes.length - TRAILER_BYTES;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end);
        view(bytes).putInt(end, (int) crc.getValue()).putInt(end + 4, END_MAGIC);
    }

    /// The same entries, known to be exactly those of `tree`.
    public static Stage withTree(Stage stage, Hash tree) {
        byte[] bytes = stage.bytes().clone();
        ByteBuffer view = view(bytes);
        view.putInt(AT_FLAGS, view.getInt(AT_FLAGS) | FLAG_TREE_KNOWN).put(AT_TREE, tree.toBytes());
        seal(bytes);
        return new Stage(bytes);
    }

    /// The same entries, with or without a merge that waits to be committed.
    public static Stage withMerging(Stage stage, boolean merging) {
        byte[] bytes = stage.bytes().clone();
        ByteBuffer view = view(bytes);
        int flags = view.getInt(AT_FLAGS) & ~FLAG_MERGING;
        view.putInt(AT_FLAGS, flags | (merging ? FLAG_MERGING : 0));
        seal(bytes);
        return new Stage(bytes);
    }
}
