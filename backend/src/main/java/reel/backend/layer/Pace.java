package reel.backend.layer;

import java.io.InterruptedIOException;
import java.time.Duration;

/// A token bucket of bytes: over any stretch of time no more pass than the rate allows, plus a tenth of a
/// second's worth that may have gathered while idle. Thread-safe; waiters are served in the order they came.
/// Whoever shares one shares the rate.
public final class Pace {
    private static final long BURST_NANOS = Duration.ofMillis(100).toNanos();

    private final long bytesPerSecond;
    private final Timer timer;

    /// When the bytes taken so far are paid for.
    private long paidAt;

    private Pace(long bytesPerSecond, Timer timer) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a rate of " + bytesPerSecond + " bytes/s never ends");
        }
        this.bytesPerSecond = bytesPerSecond;
        this.timer = timer;
        this.paidAt = timer.nanoTime();
    }

    public static Pace of(long bytesPerSecond, Timer timer) {
        return new Pace(bytesPerSecond, timer);
    }

    /// Waits until `bytes` may pass. Those of an interrupted waiter count as passed.
    public void take(long bytes, String thing) throws InterruptedIOException {
        long wait;
        synchronized (this) {
            long now = timer.nanoTime();
            long earliest = now - BURST_NANOS;
            long from = paidAt - earliest < 0 ? earliest : paidAt;
            paidAt = from + (long) (bytes * 1e9 / bytesPerSecond);
            wait = paidAt - now;
        }
        if (wait > 0) {
            timer.pause(Duration.ofNanos(wait), thing);
        }
    }
}
