package reel.transfer.execute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Reading;

/// The time of a small request to the farther side, as a moving average for each. Thread-safe.
final class RoundTrips {
    /// The weight of a new measurement.
    private static final double WEIGHT = 0.125;

    /// What is answered sooner never left this machine: a place that asks nothing to open a file.
    private static final long LEAST_NANOS = 20_000;

    private double source = -1;
    private double destination = -1;
    private double told = -1;
    private boolean fresh;

    /// Measures something small.
    @FunctionalInterface
    interface Request<T, E extends Exception> {
        T run() throws E;
    }

    /// Opens a file of the source.
    <T extends @Nullable Object, E extends Exception> T opening(Request<T, E> request) throws E {
        long begun = System.nanoTime();
        T result = request.run();
        source(System.nanoTime() - begun);
        return result;
    }

    /// Begins a file at the destination.
    <T extends @Nullable Object, E extends Exception> T beginning(Request<T, E> request) throws E {
        long begun = System.nanoTime();
        T result = request.run();
        long took = System.nanoTime() - begun;
        synchronized (this) {
            destination = average(destination, took);
        }
        return result;
    }

    /// The same sink; where opening files tells nothing, the wait for its first bytes has to do.
    Reading.Pieces waiting(Reading.Pieces sink) {
        synchronized (this) {
            if (source >= 0) {
                return sink;
            }
        }
        return new Waiting(sink);
    }

    /// One of both sides answered something small.
    void answered(Duration took) {
        source(took.toNanos());
    }

    private synchronized void source(long took) {
        source = average(source, took);
    }

    private double average(double old, long took) {
        if (took < LEAST_NANOS) {
            return old;
        }
        fresh = true;
        return old < 0 ? took : old + WEIGHT * (took - old);
    }

    /// Takes what somebody else measured.
    synchronized void set(@Nullable Duration measured) {
        if (measured != null) {
            told = measured.toNanos();
        }
    }

    /// The average, where something was measured since the last call; else null.
    synchronized @Nullable Duration fresh() {
        boolean some = fresh;
        fresh = false;
        return some ? average() : null;
    }

    synchronized Duration average() {
        double nanos = told >= 0 ? told : Math.max(source, destination);
        return Duration.ofNanos(Math.max(0, (long) nanos));
    }

    private final class Waiting implements Reading.Pieces {
        private final Reading.Pieces sink;
        private final long begun = System.nanoTime();
        private boolean came;

        Waiting(Reading.Pieces sink) {
            this.sink = sink;
        }

        @Override
        public void accept(MemorySegment piece) throws IOException {
            if (!came) {
                came = true;
                source(System.nanoTime() - begun);
            }
            sink.accept(piece);
        }
    }
}
