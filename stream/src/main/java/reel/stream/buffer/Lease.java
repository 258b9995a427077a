package reel.stream.buffer;

import java.lang.foreign.MemorySegment;

/// A buffer on loan from a [MemoryBudget]; whoever holds it closes it, once, from any thread.
public final class Lease implements AutoCloseable {
    Lease() {}

    /// The off-heap bytes, exactly as many as asked for, contents undefined, 64-byte aligned, usable from any
    /// thread
    /// until [#close].
    public MemorySegment segment() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
