package reel.history.manifest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Semaphore;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// The part of the memory budget that files on their way may hold together: a quarter of it.
///
/// A file holds its buffer while the store asks the same budget for frames. Without a bound, many files at once could
/// hold all of it and wait for each other's frames for ever. Thread-safe.
final class BufferShare {
    /// The budget rounds a lease up to twice its length at most, so a quarter never becomes more than half.
    private static final int SHARE = 4;

    /// Unit of the permits, since there are at most 2^31 of them.
    private static final int UNIT_BYTES = 4 << 10;

    private final MemoryBudget budget;
    private final int units;
    private final Semaphore free;

    BufferShare(MemoryBudget budget) {
        this.budget = budget;
        this.units = (int) Math.clamp(budget.limitBytes() / SHARE / UNIT_BYTES, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /// All bytes of the share.
    long bytes() {
        return (long) units * UNIT_BYTES;
    }

    /// A buffer, waiting until other files give theirs back. One that needs more than the share gets it alone.
    Held hold(long bytes) throws IOException {
        int needed = (int) Math.clamp(Math.ceilDiv(bytes, UNIT_BYTES), 1, units);
        try {
            free.acquire(needed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while waiting for a buffer");
            stopped.initCause(interrupted);
            throw stopped;
        }
        try {
            return new Held(budget.lease(bytes), needed);
        } catch (Throwable failure) {
            free.release(needed);
            throw failure;
        }
    }

    /// A buffer of the share, until it is closed.
    final class Held implements AutoCloseable {
        private final Lease lease;
        private final int units;

        private Held(Lease lease, int units) {
            this.lease = lease;
            this.units = units;
        }

        MemorySegment segment() {
            return lease.segment();
        }

        @Override
        public void close() {
            lease.close();
            free.release(units);
        }
    }
}
