package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.store.Chunks;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// Reads a leaf whose length a node or a content states.
final class LeafRead {
    private LeafRead() {}

    /// Fills `into` with the leaf `id`; a leaf that is not as long as its node states is [Corrupt].
    static void into(Chunks chunks, Hash id, MemorySegment into) throws IOException {
        int length = chunks.length(id);
        if (length != into.byteSize()) {
            throw new Corrupt(
                    "chunk " + id, -1, "the " + into.byteSize() + " bytes that its node states", length + " bytes");
        }
        chunks.read(id, into);
    }
}
