package reel.cli.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.cli.screen.JsonOut;
import reel.cli.screen.Output;
import reel.cli.screen.Progress;
import reel.cli.screen.Quoting;
import reel.cli.screen.Screen;
import reel.cli.screen.Sizes;
import reel.cli.screen.Style;
import reel.transfer.job.Difference;
import reel.transfer.job.Endpoint;
import reel.transfer.job.Skip;
import reel.transfer.job.TransferEvents;

/// A transfer on the user's screen while it runs: the line of progress, lines of files, failures as they happen.
/// Called from many threads.
final class TransferScreen implements TransferEvents {
    /// More failures than this are counted only; the report has them.
    private static final int MOST_FAILURE_LINES = 100;

    private static final long STEADY_NANOS = 250_000_000L;

    private final Screen screen;
    private final Progress progress;
    private final boolean lines;
    private final boolean dryRun;
    private final AtomicLong totalFiles = new AtomicLong();
    private final AtomicLong totalBytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong toldNanos = new AtomicLong(System.nanoTime());
    private final Set<String> hints = new LinkedHashSet<>();
    private final long startNanos = System.nanoTime();
    private volatile Endpoint source;
    private volatile boolean discovered;
    private volatile int streams;
    private final Thread work = Thread.currentThread();
    private volatile Output.@Nullable Closed closed;

    /// @param lines a line for each file
    TransferScreen(Screen screen, Progress progress, boolean lines, boolean dryRun, Endpoint source) {
        this.screen = screen;
        this.progress = progress;
        this.lines = lines;
        this.dryRun = dryRun;
        this.source = source;
    }

    /// The next of several sources.
    void from(Endpoint next) {
        source = next;
    }

    @Override
    public void found(String path, long size) {
        progress.total(totalFiles.incrementAndGet(), totalBytes.addAndGet(Math.max(0, size)));
    }

    @Override
    public void discovered() {
        discovered = true;
    }

    @Override
    public void started(String path, long size, long done) {
        if (done > 0) {
            bytes.addAndGet(done);
            progress.done(0, done);
        }
    }

    @Override
    public void moved(String path, long more) {
        bytes.addAndGet(more);
        progress.done(0, more);
        steady();
    }

    @Override
    public void finished(String path, long size) {
        files.incrementAndGet();
        progress.done(1, 0);
        tell(dryRun ? "would-copy" : "copied", path, size, "");
    }

    @Override
    public void failed(String path, IOException why) {
        long count = failures.incrementAndGet();
        String words = Warnings.words(why, source.name(path));
        String hint = Warnings.hint(why);
        if (screen.isJson()) {
            event("failed", path, json -> json.put("message", words).put("hint", hint));
            return;
        }
        synchronized (hints) {
            if (hint != null) {
                hints.add(hint);
            }
        }
        if (count <= MOST_FAILURE_LINES) {
            aside(() -> screen.err()
                    .line(screen.errStyle().red("failed: ") + Quoting.escape(words))
                    .flush());
        }
    }

    @Override
    public void skipped(String path, Skip why) {
        if (why != Skip.SAME || screen.isJson()) {
            tell("skipped", path, Entry.UNKNOWN, words(why));
        }
    }

    @Override
    public void touched(String path) {
        tell(dryRun ? "would-touch" : "touched", path, Entry.UNKNOWN, "permissions");
    }

    private static String words(Skip why) {
        return switch (why) {
            case SAME -> "the same";
            case OLDER -> "newer there";
            case EXISTS -> "is there";
            case LINK -> "a link";
            case SPECIAL -> "no file";
        };
    }

    @Override
    public void deleted(String path) {
        tell(dryRun ? "would-delete" : "deleted", path, Entry.UNKNOWN, "");
    }

    @Override
    public void removed(String path) {
        tell(dryRun ? "would-remove" : "removed", path, Entry.UNKNOWN, "");
    }

    @Override
    public void different(String path, Difference how) {
        String word = how.name().toLowerCase(Locale.ROOT);
        if (screen.isJson()) {
            event("different", path, json -> json.put("how", word));
            return;
        }
        String shown = EntryText.quoted(path.isEmpty() ? source.toString() : path);
        String why = how == Difference.LOCKED ? "  (no passphrase given opens it)" : "";
        aside(() ->
                screen.out().line(String.format("%-8s %s%s", word, shown, why)).flush());
    }

    @Override
    public void streams(int count) {
        streams = count;
        progress.more(Sizes.count(count, "stream"));
    }

    @Override
    public void note(String text) {
        if (screen.isJson()) {
            line(json -> json.put("event", "note").put("message", text));
            return;
        }
        aside(() -> screen.warn(text));
    }

    /// Hints of what failed, each once.
    Set<String> hints() {
        synchronized (hints) {
            return new LinkedHashSet<>(hints);
        }
    }

    long arrived() {
        return files.get();
    }

    /// Failures that were counted and not shown.
    long unshown() {
        return Math.max(0, failures.get() - MOST_FAILURE_LINES);
    }

    private void tell(String what, String path, long size, String why) {
        if (screen.isJson()) {
            event(what.replace('-', '_'), path, json -> {
                if (size >= 0) {
                    json.put("bytes", size);
                }
                if (!why.isEmpty()) {
                    json.put("reason", why);
                }
            });
        } else if (lines || dryRun) {
            Style style = screen.style();
            String shown = EntryText.quoted(path.isEmpty() ? source.toString() : path);
            String word = String.format("%-12s ", what.replace('-', ' '));
            boolean gone = what.endsWith("delete") || what.equals("deleted") || what.contains("remove");
            String behind = why.isEmpty() ? size > 0 ? "  " + Sizes.bytes(size) : "" : "  (" + why + ")";
            aside(() -> screen.out()
                    .line((gone ? style.yellow(word) : style.faint(word)) + shown + behind)
                    .flush());
        }
    }

    /// Something printed, out of the way of the line of progress.
    private interface Print {
        void run();
    }

    private void aside(Print print) {
        try {
            Object unused = progress.aside(() -> {
                print.run();
                return "";
            });
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (Output.Closed gone) {
            ended(gone);
        }
    }

    /// Nobody reads on: the transfer ends as by Ctrl-C.
    private void ended(Output.Closed gone) {
        closed = gone;
        work.interrupt();
    }

    /// Whether that happened; null where it did not.
    Output.@Nullable Closed closed() {
        return closed;
    }

    private void event(String name, String path, JsonOut.Body more) {
        line(json -> {
            json.put("event", name);
            json.put("path", path);
            more.write(json);
        });
    }

    private void line(JsonOut.Body body) {
        try {
            screen.jsonLine(body);
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        } catch (Output.Closed gone) {
            ended(gone);
        }
    }

    /// An event of progress now and then, in the stream of JSON.
    private void steady() {
        if (!screen.isJson()) {
            return;
        }
        long now = System.nanoTime();
        long told = toldNanos.get();
        if (now - told >= STEADY_NANOS && toldNanos.compareAndSet(told, now)) {
            line(json -> json.put("event", "progress")
                    .put("files", files.get())
                    .put("bytes", bytes.get())
                    .put("total_files", totalFiles.get())
                    .put("total_bytes", totalBytes.get())
                    .put("discovered", discovered)
                    .put("streams", streams)
                    .put("seconds", (now - startNanos) / 1e9));
        }
    }
}
