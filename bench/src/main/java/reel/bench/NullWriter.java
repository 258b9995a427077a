package reel.bench;

import java.lang.foreign.MemorySegment;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Takes chunks and keeps none: what a pipeline costs without a store.
final class NullWriter implements ChunkWriter {
    @Override
    public boolean put(Kind kind, Hash id, MemorySegment bytes, Compressibility hint) {
        return false;
    }

    @Override
    public void flush() {}

    @Override
    public Stored stored() {
        return new Stored(0, 0, 0, 0, 0);
    }

    @Override
    public long floor() {
        return 0;
    }

    @Override
    public void requireNotSwept(long swept) {}

    @Override
    public void close() {}
}
