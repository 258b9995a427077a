package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// A part of the memory, half of it at most, for buffers that are held while others are asked for: whoever fills
/// them finds the rest.
final class MemoryShare {
    private static final int UNIT = 4096;

    private final MemoryBudget memory;
    private final Semaphore units;
    private final int all;

    private MemoryShare(MemoryBudget memory, long bytes) {
        this.memory = memory;
        this.all = Math.toIntExact(Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE));
        this.units = new Semaphore(all, true);
    }

    static MemoryShare half(MemoryBudget memory) {
        return new MemoryShare(memory, memory.limitBytes() / 2);
    }

    /// For encrypted containers, whose passphrase takes as much memory to be hashed as a low budget has to spare;
    /// a quarter keeps every processor busy.
    static MemoryShare quarter(MemoryBudget memory) {
        return new MemoryShare(memory, memory.limitBytes() / 4);
    }

    /// A buffer of this share.
    final class Loan implements AutoCloseable {
        private final Lease lease;
        private final int taken;

        private Loan(Lease lease, int taken) {
            this.lease = lease;
            this.taken = taken;
        }

        Lease lease() {
            return lease;
        }

        @Override
        public void close() {
            lease.close();
            units.release(taken);
        }
    }

    /// Waits for its turn.
    Loan take(long bytes) throws IOException {
        int wanted = (int) Math.min(all, Math.ceilDiv(MemoryBudget.charge(bytes), UNIT));
        try {
            units.acquire(wanted);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while waiting for memory");
            stopped.initCause(interrupted);
            throw stopped;
        }
        try {
            return new Loan(memory.lease(bytes), wanted);
        } catch (Throwable failure) {
            units.release(wanted);
            throw failure;
        }
    }
}
