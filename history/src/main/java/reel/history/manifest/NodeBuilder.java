package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Builds the tree above one file's leaves while they arrive, in memory that does not grow with the file.
final class NodeBuilder {
    private final ChunkWriter writer;

    /// `levels.get(h)` holds the children of the open node of height h + 1.
    private final List<Level> levels = new ArrayList<>();

    private long size;

    NodeBuilder(ChunkWriter writer) {
        this.writer = writer;
        levels.add(new Level());
    }

    /// Bytes of all leaves so far.
    long size() {
        return size;
    }

    void leaf(Hash id, int length) throws IOException {
        size += length;
        add(0, id, length);
    }

    /// Closes every open node and names the file, which has at least one leaf.
    Content finish(Hash fileHash) throws IOException {
        int height = 0;
        while (true) {
            Level level = levels.get(height);
            if (level.count == 1 && height + 1 == levels.size()) {
                return new Content(size, fileHash, level.ids[0], height);
            }
            if (level.count > 0) {
                close(height);
            }
            height++;
        }
    }

    private void add(int height, Hash id, long length) throws IOException {
        if (height == levels.size()) {
            levels.add(new Level());
        }
        Level level = levels.get(height);
        level.ids[level.count] = id;
        level.lengths[level.count] = length;
        level.count++;
        if (Node.endsAfter(id, level.count)) {
            close(height);
        }
    }

    private void close(int height) throws IOException {
        Level level = levels.get(height);
        byte[] node = Node.encode(height + 1, level.lengths, level.ids, level.count);
        long length = 0;
        for (int i = 0; i < level.count; i++) {
            length += level.lengths[i];
        }
        level.count = 0;
        Hash id = Blake3.hash(node);
        // Ids are noise and outweigh the rest of a node by ten to one.
        writer.put(Kind.META, id, MemorySegment.ofArray(node), Compressibility.NEVER);
        add(height + 1, id, length);
    }

    private static final class Level {
        final Hash[] ids = new Hash[Node.MAX_CHILDREN];
        final long[] lengths = new long[Node.MAX_CHILDREN];
        int count;
    }
}
