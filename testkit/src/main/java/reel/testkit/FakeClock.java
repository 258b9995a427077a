package reel.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A clock that moves only when told, or when somebody sleeps by it. Thread-safe.
public final class FakeClock implements InstantSource {
    private final List<Duration> sleeps = new ArrayList<>();
    private Instant now;

    private FakeClock(Instant now) {
        this.now = now;
    }

    /// At 2026-01-01T00:00:00Z.
    public static FakeClock create() {
        return at(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public static FakeClock at(Instant now) {
        return new FakeClock(now);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /// Nanoseconds since 1970, in the place of [System#nanoTime].
    public synchronized long nanoTime() {
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    /// Lets the time pass at once, unless the thread is interrupted.
    public synchronized void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before sleeping");
        }
        sleeps.add(time);
        now = now.plus(time);
    }

    /// Every sleep so far, in order.
    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
