package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Adds chunks to a store. Thread-safe; a chunk that is already stored costs a look-up.
public interface ChunkWriter extends Hold {
    /// Adds a chunk unless the store or this session has it; copies the bytes before it returns.
    ///
    /// @param id    BLAKE3 of `bytes`; the caller has computed it
    /// @param bytes 1 to [reel.stream.chunk.ChunkSizes#LIMIT_BYTES] bytes
    /// @return whether it was new
    boolean put(Kind kind, Hash id, MemorySegment bytes, Compressibility hint) throws IOException;

    /// Makes everything put so far durable and findable (packs, then an index run). The session goes on.
    void flush() throws IOException;

    /// Figures of this session.
    Stored stored();

    /// Ends the session. What was not flushed is dropped.
    @Override
    void close() throws IOException;

    /// @param chunks      chunks put
    /// @param newChunks   of these, not stored before
    /// @param bytes       plain bytes put
    /// @param newBytes    plain bytes of the new chunks
    /// @param storedBytes bytes their sealed frames take
    record Stored(long chunks, long newChunks, long bytes, long newBytes, long storedBytes) {}
}
