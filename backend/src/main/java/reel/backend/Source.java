package reel.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.stream.RandomReader;

/// The bytes of a write, readable more than once, so that a retry can start again.
public interface Source extends RandomReader {
    /// All of the bytes, where they lie in memory already and need no copy; else null. Valid as long as the call
    /// that this source was handed to.
    default @Nullable MemorySegment memory() {
        return null;
    }

    static Source of(MemorySegment bytes) {
        RandomReader reader = RandomReader.of(bytes);
        return new Source() {
            @Override
            public long size() {
                return reader.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                reader.read(offset, into);
            }

            @Override
            public MemorySegment memory() {
                return bytes;
            }
        };
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
