package reel.stream;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Bytes of known length that can be read at any offset, any number of times, from any thread.
public interface RandomReader {
    /// Length in bytes.
    long size();

    /// Fills all of `into` from `offset`. Reading past [#size] is an [IllegalArgumentException]; a source that
    /// turns out shorter than it said is an error of the kind its owner names (a file that changed: [Conflict];
    /// a stored object: [Corrupt]).
    void read(long offset, MemorySegment into) throws IOException;

    /// The bytes of a segment.
    static RandomReader of(MemorySegment bytes) {
        return new RandomReader() {
            @Override
            public long size() {
                return bytes.byteSize();
            }

            @Override
            public void read(long offset, MemorySegment into) {
                if (offset < 0 || offset > size() - into.byteSize()) {
                    throw new IllegalArgumentException(
                            "offset " + offset + " + " + into.byteSize() + " bytes is past the end at " + size());
                }
                MemorySegment.copy(bytes, offset, into, 0, into.byteSize());
            }
        };
    }
}
