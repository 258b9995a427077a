package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Where the leaves of one file go, in file order: into the store, and into the tree above them.
final class LeafSink {
    private final ChunkWriter writer;
    private final Compressibility compressibility;
    private final NodeBuilder nodes;

    LeafSink(ChunkWriter writer, Compressibility compressibility) {
        this.writer = writer;
        this.compressibility = compressibility;
        this.nodes = new NodeBuilder(writer);
    }

    /// The leaf `id`, which is `window[offset, offset + length)`.
    void put(Hash id, MemorySegment window, long offset, int length) throws IOException {
        writer.put(Kind.DATA, id, window.asSlice(offset, length), compressibility);
        nodes.leaf(id, length);
    }

    Content finish(Hash fileHash) throws IOException {
        return nodes.finish(fileHash);
    }
}
