package reel.backend;

import java.lang.foreign.MemorySegment;
import reel.stream.RandomReader;

/// The bytes of a write, readable more than once, so that a retry can start again.
public interface Source extends RandomReader {
    static Source of(MemorySegment bytes) {
        RandomReader reader = RandomReader.of(bytes);
        return new Source() {
            @Override
            public long size() {
                return reader.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws java.io.IOException {
                reader.read(offset, into);
            }
        };
    }

    static Source of(byte[] bytes) {
        return of(MemorySegment.ofArray(bytes));
    }
}
