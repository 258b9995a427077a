package reel.backend.place.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.layer.Timer;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Transient;

/// Measures how far away a place is and how fast, for whoever decides how many streams to have to it.
public final class MeterPlace extends PlaceLayer {
    /// The weight of a new round trip: that of TCP (RFC 6298 §2.3).
    private static final double ROUND_TRIP_WEIGHT = 0.125;

    /// Bytes are summed over windows of at least this before they count as a rate.
    private static final long WINDOW_NANOS = Duration.ofMillis(200).toNanos();

    /// After this time a change of the rate shows by 63 %.
    private static final double RATE_MEMORY_NANOS = Duration.ofSeconds(2).toNanos();

    private final Timer timer;
    private double roundTripNanos = -1;
    private long leastNanos = Long.MAX_VALUE;
    private long windowStart;
    private long windowBytes;
    private double bytesPerSecond = -1;
    private long bytesRead;
    private long bytesWritten;
    private long calls;
    private long failures;
    private long cuts;

    private MeterPlace(Place inner, Timer timer) {
        super(inner);
        this.timer = timer;
        this.windowStart = timer.nanoTime();
    }

    public static MeterPlace over(Place inner) {
        return over(inner, Timer.system());
    }

    public static MeterPlace over(Place inner, Timer timer) {
        return new MeterPlace(inner, timer);
    }

    /// What is known now.
    public synchronized Pulse pulse() {
        roll();
        return new Pulse(
                roundTripNanos < 0 ? null : Duration.ofNanos((long) roundTripNanos),
                roundTripNanos < 0 ? null : Duration.ofNanos(leastNanos),
                Math.max(0, bytesPerSecond),
                bytesRead,
                bytesWritten,
                calls,
                failures,
                cuts);
    }

    @Override
    <T extends @Nullable Object> T around(PlaceOp op, String thing, Call<T> call) throws IOException {
        long start = timer.nanoTime();
        try {
            T result = call.run();
            long took = timer.nanoTime() - start;
            ended(null);
            switch (op) {
                case STAT, OPEN, MAKE_FOLDER, DELETE, MOVE, TOUCH -> roundTrip(took);
                // The others take as long as what they do, or never leave this machine.
                case LIST, WALK, READ, CREATE, WRITE, LOOK_BACK, PUBLISH, COPY, LINK, DIGEST, SYNC -> {}
            }
            return result;
        } catch (IOException failure) {
            ended(failure);
            throw failure;
        }
    }

    private synchronized void ended(@Nullable IOException failure) {
        calls++;
        if (failure != null && !(failure instanceof InterruptedIOException)) {
            failures++;
            cuts += failure instanceof Transient ? 1 : 0;
        }
    }

    private synchronized void roundTrip(long nanos) {
        leastNanos = Math.min(leastNanos, nanos);
        roundTripNanos = roundTripNanos < 0 ? nanos : roundTripNanos + ROUND_TRIP_WEIGHT * (nanos - roundTripNanos);
    }

    private synchronized void moved(long read, long written) {
        bytesRead += read;
        bytesWritten += written;
        windowBytes += read + written;
        roll();
    }

    private void roll() {
        long now = timer.nanoTime();
        long elapsed = now - windowStart;
        if (elapsed < WINDOW_NANOS) {
            return;
        }
        double rate = windowBytes * 1e9 / elapsed;
        double weight = 1 - Math.exp(-elapsed / RATE_MEMORY_NANOS);
        bytesPerSecond = bytesPerSecond < 0 ? rate : bytesPerSecond + weight * (rate - bytesPerSecond);
        windowStart = now;
        windowBytes = 0;
    }

    @Override
    void read(Reading reading, long offset, long length, Reading.Pieces sink) throws IOException {
        long start = timer.nanoTime();
        AtomicBoolean begun = new AtomicBoolean();
        super.read(reading, offset, length, piece -> {
            if (begun.compareAndSet(false, true)) {
                roundTrip(timer.nanoTime() - start);
            }
            moved(piece.byteSize(), 0);
            sink.accept(piece);
        });
    }

    @Override
    void write(WriteRequest request, Writing writing, long offset, Source bytes) throws IOException {
        MemorySegment memory = bytes.memory();
        if (memory != null) {
            super.write(request, writing, offset, bytes);
            moved(0, bytes.size());
            return;
        }
        super.write(request, writing, offset, new CountedSource(bytes));
    }

    private final class CountedSource implements Source {
        private final Source bytes;

        CountedSource(Source bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            bytes.read(offset, into);
            moved(0, into.byteSize());
        }
    }
}
