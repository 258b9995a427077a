package reel.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.RandomReader;

/// The bytes of a write, readable more than once, so that a retry can start again.
public interface Source extends RandomReader {
    static Source of(MemorySegment bytes) {
        return of(RandomReader.of(bytes));
    }

    static Source of(byte[] bytes) {
        return of(MemorySegment.ofArray(bytes));
    }

    static Source of(RandomReader reader) {
        return new Source() {
            @Override
            public long size() {
                return reader.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                reader.read(offset, into);
            }
        };
    }
}
