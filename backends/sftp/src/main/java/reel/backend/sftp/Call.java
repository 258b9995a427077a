package reel.backend.sftp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reel.stream.ReelException;

/// One request, from its queue to its answer. Written by its line's threads, awaited by one other.
final class Call {
    /// Sealed; for a write the whole packet lies in `loan`.
    final ByteBuffer packet;

    /// Where `packet` or the answer's bytes lie, off-heap; held by this call until it has no more use for it.
    final @Nullable Loan loan;

    /// Where the bytes that are read go; null for every other request.
    final @Nullable MemorySegment target;

    final int id;

    /// Of the packet.
    final int bytes;

    /// Whether the server may take long over it.
    final boolean slow;

    /// Guarded by the line's lock.
    boolean sent;

    private volatile boolean done;
    private volatile boolean abandoned;
    private volatile @Nullable Thread waiter;

    private @Nullable Answer answer;
    private int bytesRead = -1;
    private @Nullable Supplier<ReelException> failure;

    Call(int id, ByteBuffer packet, @Nullable Loan loan, @Nullable MemorySegment target, boolean slow) {
        this.id = id;
        this.slow = slow;
        this.packet = packet;
        this.bytes = packet.remaining();
        this.loan = loan;
        this.target = target;
    }

    boolean isWrite() {
        return loan != null && target == null;
    }

    boolean isDone() {
        return done;
    }

    void complete(Answer answered) {
        answer = answered;
        finish();
    }

    /// @param bytes that are in the target now
    void completeRead(int bytes) {
        bytesRead = bytes;
        finish();
    }

    void fail(Supplier<ReelException> why) {
        failure = why;
        finish();
    }

    private void finish() {
        done = true;
        Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /// Returns after the answer, after `nanos` or at an interruption, whichever comes first.
    void park(long nanos) {
        waiter = Thread.currentThread();
        if (!done) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /// Nobody waits for it any more.
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /// After it is done: the answer, or what a read got as [#bytesRead].
    @Nullable
    Answer answer() throws ReelException {
        if (failure != null) {
            throw failure.get();
        }
        return answer;
    }

    /// How many bytes a read got; -1 where there was another answer.
    int bytesRead() {
        return bytesRead;
    }
}
