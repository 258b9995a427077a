package reel.stream.buffer;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reel.stream.Exhausted;

/// The process's memory for buffers: permits in bytes, leased, pooled off-heap, never more than the limit.
///
/// A lease is charged what its buffer really takes: the next power of two of 4 KiB to 64 MiB, or the exact size
/// where that is larger or would not fit the limit. Idle buffers stay for reuse and count within the limit; they
/// are freed when a request needs the room. Requests are served strictly in order, so a large one waits no longer
/// for the small ones behind it. Thread-safe.
///
/// With tracking on, every lease remembers the stack that took it, and its memory is freed with it, so that a use
/// after [Lease#close] fails instead of reading somebody else's bytes.
public final class MemoryBudget implements AutoCloseable {
    /// `-Dreel.leases=track` turns tracking on for every budget of the process.
    static final String TRACK_PROPERTY = "reel.leases";

    private final long limitBytes;
    private final boolean tracking;

    private final ReentrantLock lock = new ReentrantLock();
    private final BufferPool pool = new BufferPool();
    private final ArrayDeque<Condition> waiting = new ArrayDeque<>();
    private final Set<Lease> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private long usedBytes;
    private long peakBytes;
    private boolean closed;

    private MemoryBudget(long limitBytes, boolean tracking) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("a memory budget of " + limitBytes + " bytes");
        }
        this.limitBytes = limitBytes;
        this.tracking = tracking;
    }

    public static MemoryBudget of(long limitBytes) {
        return new MemoryBudget(limitBytes, "track".equals(System.getProperty(TRACK_PROPERTY)));
    }

    /// A budget that knows who holds what and takes the memory away with the lease; slower, for tests.
    public static MemoryBudget tracked(long limitBytes) {
        return new MemoryBudget(limitBytes, true);
    }

    /// The most that a lease of `bytes` is charged, for whoever shares memory out beforehand.
    public static long charge(long bytes) {
        return BufferPool.roundUp(bytes, Long.MAX_VALUE);
    }

    public long limitBytes() {
        return limitBytes;
    }

    /// What open leases take now.
    public long usedBytes() {
        lock.lock();
        try {
            return usedBytes;
        } finally {
            lock.unlock();
        }
    }

    /// The most that leases and idle buffers together ever took.
    public long peakBytes() {
        lock.lock();
        try {
            return peakBytes;
        } finally {
            lock.unlock();
        }
    }

    /// A buffer of `bytes`, waiting until others give theirs back. More than the limit is [Exhausted] at once.
    public Lease lease(long bytes) throws InterruptedIOException, Exhausted {
        long size = sizeFor(bytes);
        Buffer idle;
        try {
            lock.lockInterruptibly();
            try {
                await(size);
                idle = take(size);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped =
                    new InterruptedIOException("interrupted while waiting for " + bytes + " bytes of buffer memory");
            stopped.initCause(interrupted);
            throw stopped;
        }
        return open(idle, bytes, size);
    }

    /// A buffer of `bytes` if it can be had without waiting and without overtaking anybody; else null.
    public @Nullable Lease tryLease(long bytes) throws Exhausted {
        long size = sizeFor(bytes);
        Buffer idle;
        lock.lock();
        try {
            checkOpen();
            if (!waiting.isEmpty() || usedBytes + size > limitBytes) {
                return null;
            }
            idle = take(size);
        } finally {
            lock.unlock();
        }
        return open(idle, bytes, size);
    }

    private long sizeFor(long bytes) throws Exhausted {
        if (bytes < 0) {
            throw new IllegalArgumentException("a buffer of " + bytes + " bytes");
        }
        if (bytes > limitBytes) {
            throw new Exhausted(
                    "buffer memory",
                    bytes + " bytes are needed at once, more than the limit of " + limitBytes,
                    "Raise the limit with --memory or REEL_MEMORY.");
        }
        return Math.max(1, BufferPool.roundUp(bytes, limitBytes));
    }

    /// Waits, in order of arrival, until `size` more bytes fit.
    private void await(long size) throws InterruptedException {
        checkOpen();
        if (waiting.isEmpty() && usedBytes + size <= limitBytes) {
            return;
        }
        Condition turn = lock.newCondition();
        waiting.addLast(turn);
        try {
            while (!closed && (waiting.peekFirst() != turn || usedBytes + size > limitBytes)) {
                turn.await();
            }
            checkOpen();
        } finally {
            waiting.remove(turn);
            // Whoever is first now may fit already, whether this one was served or gave up.
            wakeFirst();
        }
    }

    /// Charges `size` bytes and answers an idle buffer of that size, or null when one must be allocated.
    private @Nullable Buffer take(long size) {
        Buffer idle = pool.take(size);
        usedBytes += size;
        if (idle == null) {
            pool.trim(limitBytes - usedBytes);
        }
        peakBytes = Math.max(peakBytes, usedBytes + pool.bytes());
        return idle;
    }

    /// Turns a charge into a lease. Allocation zeroes the memory, so it is done outside the lock.
    private Lease open(@Nullable Buffer idle, long bytes, long size) throws Exhausted {
        Buffer buffer = idle;
        try {
            if (buffer == null) {
                buffer = Buffer.allocate(size);
            }
            Throwable taken = tracking ? new Throwable("leased " + bytes + " bytes here") : null;
            Lease lease = new Lease(this, buffer, bytes, taken);
            lock.lock();
            try {
                open.add(lease);
            } finally {
                lock.unlock();
            }
            return lease;
        } catch (OutOfMemoryError none) {
            refund(buffer, size);
            throw new Exhausted(
                    "buffer memory",
                    "the system has no " + size + " bytes left",
                    "Close other programs, or lower the limit with --memory or REEL_MEMORY.",
                    none);
        } catch (Throwable failure) {
            refund(buffer, size);
            throw failure;
        }
    }

    private void refund(@Nullable Buffer buffer, long size) {
        lock.lock();
        try {
            if (buffer != null) {
                buffer.free();
            }
            usedBytes -= size;
            wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Lease lease) {
        lock.lock();
        try {
            lease.end();
            open.remove(lease);
            Buffer buffer = lease.buffer();
            // Freed before the permit returns, so that memory never exceeds the limit.
            if (tracking || closed || !pool.keep(buffer)) {
                buffer.free();
            }
            usedBytes -= buffer.bytes();
            wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    private void wakeFirst() {
        Condition first = waiting.peekFirst();
        if (first != null) {
            first.signal();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this memory budget is closed");
        }
    }

    /// Frees idle buffers and ends the budget: whoever waits for a lease fails. Fails where a lease is still open,
    /// naming the place that took it; the lease itself stays usable until it is closed.
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            pool.trim(0);
            for (Condition turn : waiting) {
                turn.signal();
            }
            if (!open.isEmpty()) {
                throw leaked();
            }
        } finally {
            lock.unlock();
        }
    }

    private IllegalStateException leaked() {
        StringBuilder text = new StringBuilder();
        text.append(open.size()).append(" lease(s) of ").append(usedBytes).append(" bytes never closed");
        if (!tracking) {
            text.append("; run with -D" + TRACK_PROPERTY + "=track to see whose");
        }
        for (Lease lease : open) {
            Throwable taken = lease.taken();
            if (taken != null) {
                text.append("; taken at ").append(taker(taken));
            }
        }
        IllegalStateException leak = new IllegalStateException(text.toString());
        for (Lease lease : open) {
            Throwable taken = lease.taken();
            if (taken != null) {
                leak.addSuppressed(taken);
            }
        }
        return leak;
    }

    /// The innermost frame outside this class.
    private static String taker(Throwable taken) {
        for (StackTraceElement frame : taken.getStackTrace()) {
            if (!frame.getClassName().equals(MemoryBudget.class.getName())) {
                return frame.toString();
            }
        }
        return "an unknown place";
    }
}
