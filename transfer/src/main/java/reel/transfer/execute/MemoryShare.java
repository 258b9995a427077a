package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// Half of the memory, for buffers that are held while others are asked for: whoever fills them finds the other
/// half.
final class MemoryShare {
    private static final int UNIT = 4096;

    private final MemoryBudget memory;
    private final Semaphore units;
    private final int all;

    MemoryShare(MemoryBudget memory) {
        this.memory = memory;
        this.all = Math.toIntExact(Math.clamp(memory.limitBytes() / 2 / UNIT, 1, Integer.MAX_VALUE));
        this.units = new Semaphore(all, true);
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
