package reel.protect.model;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets blocks that are finished in any order be told in order. A block waits for those before it, so the memory of
/// what is told is bounded by the blocks in work.
public final class InOrder {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long next;

    /// Runs `telling` when all blocks before `block` have been told.
    public void tell(long block, Runnable telling) throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
            try {
                while (next != block) {
                    moved.await();
                }
                telling.run();
                next++;
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        }
    }
}
