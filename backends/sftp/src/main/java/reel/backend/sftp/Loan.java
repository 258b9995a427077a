package reel.backend.sftp;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import reel.stream.buffer.Lease;

/// A leased buffer that several requests fill or empty: given back by the last of its holders, so that nobody who
/// stops waiting has to wait for those who still use it.
final class Loan {
    private final Lease lease;
    private final AtomicInteger holders = new AtomicInteger(1);

    Loan(Lease lease) {
        this.lease = lease;
    }

    MemorySegment segment() {
        return lease.segment();
    }

    Loan hold() {
        holders.incrementAndGet();
        return this;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            lease.close();
        }
    }
}
