package reel.stream.buffer;

import java.io.InterruptedIOException;

/// The process's memory for buffers: permits in bytes, leased, pooled off-heap, never more than the limit.
public final class MemoryBudget implements AutoCloseable {
    private final long limitBytes;

    private MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    public static MemoryBudget of(long limitBytes) {
        return new MemoryBudget(limitBytes);
    }

    public long limitBytes() {
        return limitBytes;
    }

    /// A buffer of `bytes`, waiting until others give theirs back. More than the limit is [reel.stream.Exhausted]
    /// at
    /// once.
    public Lease lease(long bytes) throws InterruptedIOException, reel.stream.Exhausted {
        throw new UnsupportedOperationException();
    }

    /// Fails where a lease is still open, naming the place that took it (tests close their budgets).
    @Override
    public void close() {}
}
