package reel.cli.screen;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A line that says how far long work has come: files, bytes, rate, time left.
///
/// Nothing shows during the first second. On a terminal one line is redrawn ten times a second; elsewhere a
/// plain line is added every five, once there is something to tell. Counters may be moved by any thread.
public final class Progress implements AutoCloseable {
    static final long QUIET_NANOS = 1_000_000_000L;
    static final long REDRAW_NANOS = 100_000_000L;
    static final long PLAIN_NANOS = 5_000_000_000L;
    private static final int BAR_CELLS = 20;

    private final String verb;
    private final @Nullable Output to;
    private final boolean terminal;
    private final int columns;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong totalFiles = new AtomicLong();
    private final AtomicLong totalBytes = new AtomicLong();
    private final long startNanos;
    private long lastNanos;
    private final long plainNanos;
    private volatile String more = "";
    private boolean shown;
    private boolean ended;
    private @Nullable Thread ticker;

    Progress(String verb, @Nullable Output to, boolean terminal, int columns, long nowNanos) {
        this(verb, to, terminal, columns, nowNanos, PLAIN_NANOS);
    }

    private Progress(String verb, @Nullable Output to, boolean terminal, int columns, long nowNanos, long plainNanos) {
        this.plainNanos = plainNanos;
        this.verb = verb;
        this.to = to;
        this.terminal = terminal;
        this.columns = columns;
        this.startNanos = nowNanos;
    }

    static Progress silent() {
        return new Progress("", null, false, 0, 0);
    }

    static Progress start(String verb, Output to, boolean terminal, int columns) {
        return start(verb, to, terminal, columns, Duration.ofNanos(PLAIN_NANOS));
    }

    /// @param interval between two plain lines
    static Progress start(String verb, Output to, boolean terminal, int columns, Duration interval) {
        Progress progress = new Progress(verb, to, terminal, columns, System.nanoTime(), interval.toNanos());
        progress.ticker = Thread.ofPlatform().daemon().name("reel-progress").start(progress::run);
        return progress;
    }

    public void done(long moreFiles, long moreBytes) {
        files.addAndGet(moreFiles);
        bytes.addAndGet(moreBytes);
    }

    /// Sets how far the work is, for callers that count themselves.
    public void at(long filesNow, long bytesNow) {
        files.set(filesNow);
        bytes.set(bytesNow);
    }

    /// Sets what the whole work is; 0 where that is not known.
    public void total(long filesInAll, long bytesInAll) {
        totalFiles.set(filesInAll);
        totalBytes.set(bytesInAll);
    }

    /// Says more at the end of the line from now on: `8 streams`.
    public void more(String text) {
        more = text;
    }

    /// Something else that writes on the screen: the line is out of its way while it runs.
    @FunctionalInterface
    public interface Aside<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /// Runs `aside` without the line; it comes back by itself.
    public synchronized <T extends @Nullable Object> T aside(Aside<T> aside) throws IOException {
        if (shown && terminal && to != null && !ended) {
            to.print("\r\u001b[K").flush();
        }
        return aside.run();
    }

    private void run() {
        try {
            Thread.sleep(QUIET_NANOS / 1_000_000);
            while (!isEnded()) {
                tick(System.nanoTime());
                Thread.sleep(REDRAW_NANOS / 1_000_000);
            }
        } catch (InterruptedException | Output.Closed finished) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    synchronized void tick(long nowNanos) {
        if (ended || to == null || nowNanos - startNanos < QUIET_NANOS) {
            return;
        }
        if (shown && !terminal && nowNanos - lastNanos < plainNanos) {
            return;
        }
        String line = line(nowNanos - startNanos);
        if (!terminal && line.equals(verb)) {
            return;
        }
        shown = true;
        lastNanos = nowNanos;
        if (terminal) {
            String cut = line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
            to.print("\r" + cut + "\u001b[K").flush();
        } else {
            to.line(line).flush();
        }
    }

    private String line(long nanos) {
        long wholeBytes = totalBytes.get();
        long wholeFiles = totalFiles.get();
        long nowBytes = bytes.get();
        StringBuilder line = new StringBuilder(verb);
        double share = wholeBytes > 0
                ? (double) nowBytes / wholeBytes
                : wholeFiles > 0 ? (double) files.get() / wholeFiles : -1;
        if (share >= 0) {
            double bounded = Math.clamp(share, 0, 1);
            if (terminal) {
                int full = (int) (bounded * BAR_CELLS);
                line.append(" [")
                        .append("#".repeat(full))
                        .append(".".repeat(BAR_CELLS - full))
                        .append(']');
            }
            line.append(' ').append((int) (bounded * 100)).append('%');
        }
        if (files.get() > 0 || wholeFiles > 0) {
            line.append("  ").append(Sizes.grouped(files.get()));
            line.append(
                    wholeFiles > 0 ? " of " + Sizes.count(wholeFiles, "file") : files.get() == 1 ? " file" : " files");
        }
        if (nowBytes > 0) {
            line.append("  ").append(Sizes.bytes(nowBytes)).append("  ").append(Sizes.rate(nowBytes, nanos));
        }
        if (share > 0.001 && share < 1) {
            line.append("  ")
                    .append(Sizes.duration((long) (nanos / share * (1 - share))))
                    .append(" left");
        }
        if (!more.isEmpty()) {
            line.append("  ").append(more);
        }
        return line.toString();
    }

    /// Takes the line away.
    @Override
    public void close() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (shown && terminal && to != null) {
                to.print("\r\u001b[K").flush();
            }
        }
        if (ticker != null) {
            ticker.interrupt();
        }
    }
}
