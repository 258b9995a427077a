package reel.backend.layer;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;

/// Counts calls, failures, bytes and time by operation. Counting never waits for another thread.
public final class MeterBackend extends Layer {
    private static final class Counters {
        final LongAdder calls = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final LongAdder nanos = new LongAdder();

        Meter.Counts read() {
            return new Meter.Counts(calls.sum(), failures.sum(), bytes.sum(), Duration.ofNanos(nanos.sum()));
        }
    }

    private final EnumMap<Op, Counters> counters = new EnumMap<>(Op.class);
    private final Timer timer;

    private MeterBackend(Backend inner, Timer timer) {
        super(inner);
        this.timer = timer;
        for (Op op : Op.values()) {
            counters.put(op, new Counters());
        }
    }

    public static MeterBackend over(Backend inner) {
        return over(inner, Timer.system());
    }

    public static MeterBackend over(Backend inner, Timer timer) {
        return new MeterBackend(inner, timer);
    }

    /// What has been counted so far.
    public Meter meter() {
        EnumMap<Op, Meter.Counts> counts = new EnumMap<>(Op.class);
        counters.forEach((op, counter) -> counts.put(op, counter.read()));
        return new Meter(counts);
    }

    @Override
    <T extends @Nullable Object> T around(Request request, Call<T> call) throws IOException {
        Counters counter = java.util.Objects.requireNonNull(counters.get(request.op()));
        long start = timer.nanoTime();
        boolean done = false;
        try {
            T result = call.run();
            done = true;
            return result;
        } finally {
            counter.nanos.add(timer.nanoTime() - start);
            counter.calls.increment();
            if (done) {
                counter.bytes.add(request.bytes());
            } else {
                counter.failures.increment();
            }
        }
    }
}
