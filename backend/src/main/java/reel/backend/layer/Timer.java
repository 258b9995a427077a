package reel.backend.layer;

import java.io.InterruptedIOException;
import java.time.Duration;

/// Time as layers use it, so that tests need not wait.
public interface Timer {
    /// As [System#nanoTime].
    long nanoTime();

    void sleep(Duration time) throws InterruptedException;

    /// The machine's.
    static Timer system() {
        return new Timer() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                Thread.sleep(time);
            }
        };
    }

    /// Sleeps, or ends the call it is part of when the thread is interrupted.
    default void pause(Duration time, String before) throws InterruptedIOException {
        try {
            sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted before " + before);
            stopped.initCause(interrupted);
            throw stopped;
        }
    }
}
