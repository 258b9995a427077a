package reel.app.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Place;
import reel.backend.place.Walking;
import reel.transfer.job.Endpoint;

/// Tells a tree, each folder before what is in it and names in order, while folders further on are listed ahead.
///
/// A folder that cannot be listed is told to the visitor, and the walk goes on.
public final class TreeWalk {
    /// Listings at once.
    private static final int MOST_AT_ONCE = 8;

    /// Listings begun and not yet told: what bounds the memory.
    private static final int MOST_AHEAD = 64;

    private static final Comparator<Entry> BY_NAME = Comparator.comparing(Entry::name);

    private final Place place;
    private final int deepest;
    private final Visitor visitor;
    private final Semaphore lines;
    private final AtomicInteger ahead = new AtomicInteger();

    /// Hears of the tree, from one thread.
    public interface Visitor {
        /// @param depth 1 for what lies directly in the folder where the walk began
        /// @param last  whether nothing follows it in its folder
        void entry(Entry entry, int depth, boolean last) throws IOException;

        void unreadable(String folder, IOException why) throws IOException;
    }

    /// @param deepest folders below this depth are not looked into
    public TreeWalk(Place place, int deepest, Visitor visitor) {
        this.place = place;
        this.deepest = deepest;
        this.visitor = visitor;
        this.lines = new Semaphore(Math.clamp(place.streams(), 1, MOST_AT_ONCE));
    }

    /// Everything below a folder.
    public void run(Endpoint folder) throws IOException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("list-", 0).factory())) {
            try {
                tell(threads, folder.path(), list(folder.path()), 1);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /// Everything below a folder in any order, at once where the place can.
    ///
    /// @return whether it was told at once, in which case folders are told only where they are really there
    public static boolean quick(Endpoint folder, Visitor visitor) throws IOException {
        Walking walking = folder.place().traits().walking();
        if (walking == null) {
            new TreeWalk(folder.place(), Integer.MAX_VALUE, visitor).run(folder);
            return false;
        }
        int base = depth(folder.path());
        walking.walk(folder.path(), entry -> {
            try {
                visitor.entry(entry, depth(entry.path()) - base, false);
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        });
        return true;
    }

    private static int depth(String path) {
        return path.isEmpty() ? 0 : (int) path.chars().filter(c -> c == '/').count() + 1;
    }

    private void tell(ExecutorService threads, String folder, List<Entry> entries, int depth) throws IOException {
        List<@Nullable Future<List<Entry>>> listings = new ArrayList<>(entries.size());
        int begun = 0;
        for (int i = 0; i < entries.size(); i++) {
            for (; begun < entries.size() && (begun == i || ahead.get() < MOST_AHEAD); begun++) {
                listings.add(begin(threads, entries.get(begun), depth));
            }
            Entry entry = entries.get(i);
            visitor.entry(entry, depth, i == entries.size() - 1);
            Future<List<Entry>> listing = listings.set(i, null);
            if (listing != null) {
                List<Entry> children = children(entry.path(), listing);
                if (children != null) {
                    tell(threads, entry.path(), children, depth + 1);
                }
            }
        }
    }

    private @Nullable Future<List<Entry>> begin(ExecutorService threads, Entry entry, int depth) {
        if (!entry.isFolder() || depth >= deepest) {
            return null;
        }
        ahead.incrementAndGet();
        return threads.submit(() -> list(entry.path()));
    }

    private @Nullable List<Entry> children(String folder, Future<List<Entry>> listing) throws IOException {
        try {
            return listing.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while listing " + folder);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof InterruptedIOException stopped) {
                throw stopped;
            }
            if (failed.getCause() instanceof IOException why) {
                visitor.unreadable(folder, why);
                return null;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            ahead.decrementAndGet();
        }
    }

    private List<Entry> list(String folder) throws IOException {
        try {
            lines.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while listing " + folder);
        }
        try {
            List<Entry> entries = new ArrayList<>();
            place.list(folder, entries::add);
            entries.sort(BY_NAME);
            return entries;
        } finally {
            lines.release();
        }
    }
}
