package reel.backend.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.stream.Transient;

/// The body of an upload whose parts come one after the other: who has a part waits until it is sent, who sends
/// waits for the next part. Nothing is copied in between.
final class Feed implements Source {
    private final String shown;
    private final long size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Source part;
    private long partAt;
    private long taken;
    private @Nullable IOException failure;
    private boolean ended;

    Feed(String shown, long size) {
        this.shown = shown;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    /// Hands over the part that begins where the last one ended; returns when it is sent.
    void give(Source bytes) throws IOException {
        lock.lock();
        try {
            part = bytes;
            partAt = taken;
            changed.signalAll();
            while (taken < partAt + bytes.size() && failure == null && !ended) {
                await();
            }
            if (failure != null) {
                throw failure;
            }
            if (taken < partAt + bytes.size()) {
                throw new Transient(shown, "the upload ended before its last byte", null, null);
            }
        } finally {
            part = null;
            lock.unlock();
        }
    }

    /// What the sender reads, in order.
    @Override
    public void read(long offset, MemorySegment into) throws IOException {
        lock.lock();
        try {
            long done = 0;
            while (done < into.byteSize()) {
                while ((part == null || taken >= partAt + part.size()) && failure == null && !ended) {
                    await();
                }
                if (failure != null || ended || part == null || offset + done != taken) {
                    throw new InterruptedIOException("the upload of " + shown + " was given up");
                }
                long length = Math.min(into.byteSize() - done, partAt + part.size() - taken);
                part.read(taken - partAt, into.asSlice(done, length));
                taken += length;
                done += length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends both sides: nothing more is sent or taken.
    void end(@Nullable IOException because) {
        lock.lock();
        try {
            ended = true;
            if (failure == null) {
                failure = because;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await() throws InterruptedIOException {
        try {
            changed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + shown);
        }
    }
}
