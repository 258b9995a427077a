package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.hash.Hash;

/// A set of chunks, each named by the BLAKE3 of its bytes. Thread-safe.
public interface Chunks {
    /// Whether the chunk is known to be stored. What others stored before the call is never denied: it looks again
    /// before it says no.
    boolean contains(Hash id) throws IOException;

    /// Length of a chunk in bytes; [reel.stream.Missing] if it is not there.
    int length(Hash id) throws IOException;

    /// Fills `into` (exactly [#length] bytes, on or off the heap) with the chunk, checked against `id`: wrong
    /// bytes are [reel.stream.Corrupt], never returned.
    void read(Hash id, MemorySegment into) throws IOException;

    /// The chunk as a fresh array, for small metadata. @param maxBytes more is [reel.stream.Corrupt]
    default byte[] read(Hash id, int maxBytes) throws IOException {
        int length = length(id);
        if (length > maxBytes) {
            throw new reel.stream.Corrupt("chunk " + id, -1, "at most " + maxBytes + " bytes", length + " bytes");
        }
        byte[] bytes = new byte[length];
        read(id, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /// A session that adds chunks, and a [Hold] for as long as it is open.
    ChunkWriter writer() throws IOException;

    /// A [Hold] without adding anything.
    Hold hold() throws IOException;
}
