package reel.transfer.execute;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import reel.stream.Transient;
import reel.transfer.job.Difference;
import reel.transfer.job.Failure;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferEvents;
import reel.transfer.job.TransferReport;

/// Counts what happens and tells it on. Thread-safe.
public final class Tally {
    private static final long SECOND = 1_000_000_000L;

    private final TransferEvents events;
    private final long begun = System.nanoTime();
    private final LongAdder files = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder same = new LongAdder();
    private final LongAdder touched = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder different = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicBoolean congested = new AtomicBoolean();
    private final List<Failure> failures = new ArrayList<>();
    private volatile boolean complete = true;
    private volatile int peakStreams;
    private double peakRate;
    private long secondBegun = begun;
    private long secondSent;

    public Tally(TransferEvents events) {
        this.events = events;
    }

    TransferEvents events() {
        return events;
    }

    void sent(String path, long count) {
        sent.add(Math.max(0, count));
        events.moved(path, count);
    }

    /// Bytes that count as done without having been sent now.
    void spared(String path, long count) {
        events.moved(path, count);
    }

    void finished(String path, long size, boolean file) {
        if (file) {
            files.increment();
            bytes.add(size);
        }
        events.finished(path, size);
    }

    public void failed(String path, IOException why) {
        failed.increment();
        if (why instanceof Transient loss) {
            lost(loss);
        }
        synchronized (failures) {
            if (failures.size() < TransferReport.MOST_FAILURES) {
                failures.add(new Failure(path, why));
            }
        }
        events.failed(path, why);
    }

    void same(String path) {
        same.increment();
        events.skipped(path, Skip.SAME);
    }

    /// Of a file that counts as the same as well.
    void touched(String path) {
        touched.increment();
        events.touched(path);
    }

    void skipped(String path, Skip why) {
        skipped.increment();
        events.skipped(path, why);
    }

    public void deleted(String path) {
        deleted.increment();
        events.deleted(path);
    }

    void different(String path, Difference how) {
        different.increment();
        events.different(path, how);
    }

    public void incomplete() {
        complete = false;
    }

    boolean complete() {
        return complete;
    }

    boolean failing() {
        return failed.sum() > 0;
    }

    /// A connection broke, or the other side asked to slow down.
    void lost(Transient loss) {
        losses.incrementAndGet();
        if (loss.retryAfter() != null) {
            congested.set(true);
        }
    }

    int takeLosses() {
        return losses.getAndSet(0);
    }

    boolean takeCongested() {
        return congested.getAndSet(false);
    }

    long sentBytes() {
        return sent.sum();
    }

    void streams(int count) {
        peakStreams = Math.max(peakStreams, count);
        events.streams(count);
    }

    /// Looks at the rate; called several times a second by one thread.
    synchronized void tick() {
        long now = System.nanoTime();
        long total = sent.sum();
        if (now - secondBegun >= SECOND) {
            peakRate = Math.max(peakRate, (double) (total - secondSent) * SECOND / (now - secondBegun));
            secondBegun = now;
            secondSent = total;
        }
    }

    public synchronized TransferReport report() {
        long took = Math.max(1, System.nanoTime() - begun);
        double average = (double) sent.sum() * SECOND / took;
        List<Failure> some;
        synchronized (failures) {
            some = List.copyOf(failures);
        }
        return new TransferReport(
                files.sum(),
                bytes.sum(),
                sent.sum(),
                same.sum(),
                touched.sum(),
                skipped.sum(),
                deleted.sum(),
                different.sum(),
                failed.sum(),
                some,
                complete,
                Duration.ofNanos(took),
                average,
                Math.max(peakRate, average),
                peakStreams);
    }
}
