package reel.history.tree;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reel.history.codec.Encoder;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// One folder's entries being cut into nodes, level by level as they arrive; memory is one open node a level.
///
/// A node ends after a name whose hash has six zero bits (others for each level), so that a change in a large
/// folder rewrites one leaf and the path above it: docs/format/tree.md.
final class FolderWriter {
    private static final int CUT_BITS = 6;

    /// So that each level is at most a quarter of the one below, whatever the names.
    private static final int MIN_COUNT = 4;

    private static final int CLOSE_BYTES = 64 << 10;

    private final ChunkWriter writer;
    private final List<Level> levels = new ArrayList<>();
    private byte[] lastName = {};

    FolderWriter(ChunkWriter writer) {
        this.writer = writer;
        levels.add(new Level(0));
    }

    void add(TreeEntry entry) throws IOException {
        if (Arrays.compareUnsigned(lastName, entry.name()) >= 0) {
            throw new IllegalArgumentException("entries must ascend: " + entry.shownName());
        }
        lastName = entry.name();
        Level leaf = levels.getFirst();
        EntryCodec.encode(leaf.body, entry);
        leaf.added(lastName, 1);
    }

    /// The id of the folder's tree.
    Hash finish() throws IOException {
        for (int i = 0; ; i++) {
            Level level = levels.get(i);
            if (level.count > 0 || level.nodes == 0) {
                level.close();
            }
            if (level.nodes == 1) {
                return level.lastId;
            }
        }
    }

    /// Whether a node of `level` ends after `name`.
    static boolean cutsAfter(byte[] name, int level) {
        long h = 0xcbf29ce484222325L;
        for (byte b : name) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        return (h >>> (CUT_BITS * (level % 10)) & (1 << CUT_BITS) - 1) == 0;
    }

    private final class Level {
        final int level;
        final Encoder body = new Encoder(4096);
        int count;
        long entryCount;
        long nodes;
        byte[] last = {};
        Hash lastId = Hash.of(new byte[Hash.BYTES]);

        Level(int level) {
            this.level = level;
        }

        void added(byte[] name, long entries) throws IOException {
            count++;
            entryCount += entries;
            last = name;
            if (count == TreeNode.MAX_COUNT
                    || body.size() >= CLOSE_BYTES
                    || (count >= MIN_COUNT && cutsAfter(name, level))) {
                close();
            }
        }

        void close() throws IOException {
            Encoder node = new Encoder(body.size() + 16);
            TreeNode.encodeHead(node, level, count);
            node.raw(body.toBytes());
            MemorySegment bytes = node.view();
            lastId = Blake3.hash(bytes);
            writer.put(Kind.META, lastId, bytes, Compressibility.LIKELY);
            nodes++;
            if (count > 0) {
                if (levels.size() == level + 1) {
                    if (level == TreeNode.MAX_LEVEL) {
                        throw new IllegalArgumentException("a folder has at most 2^32 entries");
                    }
                    levels.add(new Level(level + 1));
                }
                Level above = levels.get(level + 1);
                new TreeNode.Child(last, entryCount, lastId).encode(above.body);
                byte[] name = last;
                long entries = entryCount;
                count = 0;
                entryCount = 0;
                body.clear();
                above.added(name, entries);
            }
        }
    }
}
