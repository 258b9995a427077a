package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.store.Hold;
import reel.stream.hash.Hash;

/// Counts reads of chunks.
final class CountingChunks implements Chunks {
    private final Chunks chunks;
    private final AtomicInteger reads = new AtomicInteger();

    CountingChunks(Chunks chunks) {
        this.chunks = chunks;
    }

    int reads() {
        return reads.get();
    }

    @Override
    public boolean contains(Hash id) throws IOException {
        return chunks.contains(id);
    }

    @Override
    public int length(Hash id) throws IOException {
        return chunks.length(id);
    }

    @Override
    public void read(Hash id, MemorySegment into) throws IOException {
        reads.incrementAndGet();
        chunks.read(id, into);
    }

    @Override
    public ChunkWriter writer() throws IOException {
        return chunks.writer();
    }

    @Override
    public Hold hold() throws IOException {
        return chunks.hold();
    }
}
