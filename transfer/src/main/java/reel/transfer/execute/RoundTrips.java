package reel.transfer.execute;

import java.time.Duration;

/// The time of a small request to the farther side, as a moving average. Thread-safe.
final class RoundTrips {
    /// The weight of a new measurement.
    private static final double WEIGHT = 0.125;

    private double nanos = -1;

    /// Measures something small.
    @FunctionalInterface
    interface Request<T, E extends Exception> {
        T run() throws E;
    }

    synchronized void add(long took) {
        nanos = nanos < 0 ? took : nanos + WEIGHT * (took - nanos);
    }

    <T extends @org.jspecify.annotations.Nullable Object, E extends Exception> T measure(Request<T, E> request)
            throws E {
        long begun = System.nanoTime();
        T result = request.run();
        add(System.nanoTime() - begun);
        return result;
    }

    synchronized Duration average() {
        return Duration.ofNanos(Math.max(0, (long) nanos));
    }
}
