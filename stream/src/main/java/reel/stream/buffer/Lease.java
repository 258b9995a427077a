package reel.stream.buffer;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A buffer on loan from a [MemoryBudget]; whoever holds it closes it, once, from any thread.
public final class Lease implements AutoCloseable {
    private final MemoryBudget budget;
    private final Buffer buffer;
    private final MemorySegment segment;
    private final @Nullable Throwable taken;
    private volatile boolean closed;

    Lease(MemoryBudget budget, Buffer buffer, long bytes, @Nullable Throwable taken) {
        this.budget = budget;
        this.buffer = buffer;
        this.segment = buffer.segment().asSlice(0, bytes);
        this.taken = taken;
    }

    /// The off-heap bytes, exactly as many as asked for, contents undefined, 64-byte aligned, usable from any
    /// thread until [#close].
    public MemorySegment segment() {
        if (closed) {
            throw new IllegalStateException("this lease was given back; its buffer may belong to somebody else now");
        }
        return segment;
    }

    /// Length of [#segment].
    public long bytes() {
        return segment.byteSize();
    }

    /// Gives the buffer back. A second call is a programmer's mistake and fails.
    @Override
    public void close() {
        budget.giveBack(this);
    }

    /// Marks as given back, under the budget's lock.
    void end() {
        if (closed) {
            throw new IllegalStateException("this lease was given back twice");
        }
        closed = true;
    }

    Buffer buffer() {
        return buffer;
    }

    /// Where it was taken; null when the budget does not track.
    @Nullable
    Throwable taken() {
        return taken;
    }
}
