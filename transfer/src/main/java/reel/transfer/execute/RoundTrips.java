package reel.transfer.execute;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The time of a small request to the farther side, as a moving average. Thread-safe.
final class RoundTrips {
    /// The weight of a new measurement.
    private static final double WEIGHT = 0.125;

    private double nanos = -1;
    private boolean fresh;

    /// Measures something small.
    @FunctionalInterface
    interface Request<T, E extends Exception> {
        T run() throws E;
    }

    synchronized void add(long took) {
        fresh = true;
        nanos = nanos < 0 ? took : nanos + WEIGHT * (took - nanos);
    }

    <T extends @Nullable Object, E extends Exception> T measure(Request<T, E> request) throws E {
        long begun = System.nanoTime();
        T result = request.run();
        add(System.nanoTime() - begun);
        return result;
    }

    /// Takes what somebody else measured.
    synchronized void set(@Nullable Duration measured) {
        if (measured != null) {
            nanos = measured.toNanos();
        }
    }

    /// The average, where something was measured since the last call; else null.
    synchronized @Nullable Duration fresh() {
        boolean some = fresh;
        fresh = false;
        return some ? average() : null;
    }

    synchronized Duration average() {
        return Duration.ofNanos(Math.max(0, (long) nanos));
    }
}
