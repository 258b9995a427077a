package reel.transfer.discover;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A tree read folder by folder, some folders ahead of where it stands.
final class ListingCursor implements Cursor {
    /// Folders read ahead for each that may be read at once: enough to be busy while the reader works, few enough
    /// to be kept.
    private static final int AHEAD = 4;

    private final Side side;
    private final Predicate<String> worthwhile;
    private final ExecutorService threads;
    private final Semaphore turns;
    private final int mostAhead;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final Map<String, Future<List<Found>>> ahead = new HashMap<>();

    /// An open folder.
    private static final class Frame {
        final List<Found> children;
        int at;
        int asked;

        Frame(List<Found> children) {
            this.children = children;
        }
    }

    private ListingCursor(Side side, int checkers, Predicate<String> worthwhile) {
        this.side = side;
        this.worthwhile = worthwhile;
        // Those that wait for a network are no virtual ones: see Crew.
        boolean local = side.at().place().traits().disk() != null;
        Thread.Builder builder =
                local ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
        this.threads =
                Executors.newThreadPerTaskExecutor(builder.name("list-", 0).factory());
        this.turns = new Semaphore(checkers);
        this.mostAhead = checkers * AHEAD;
    }

    /// Stands at the first child of the endpoint.
    ///
    /// @param worthwhile whether a folder, by its key, is going to be entered: only those are read ahead
    static ListingCursor open(Side side, int checkers, Predicate<String> worthwhile) throws IOException {
        ListingCursor cursor = new ListingCursor(side, checkers, worthwhile);
        try {
            cursor.frames.push(new Frame(side.children(null)));
            return cursor;
        } catch (Throwable failure) {
            cursor.close();
            throw failure;
        }
    }

    /// Nothing at all.
    static ListingCursor empty(Side side) {
        return new ListingCursor(side, 1, key -> false);
    }

    @Override
    public @Nullable Found head() {
        while (!frames.isEmpty()) {
            Frame top = frames.peek();
            if (top.at < top.children.size()) {
                return top.children.get(top.at);
            }
            frames.pop();
        }
        return null;
    }

    @Override
    public void next() throws IOException {
        Found head = head();
        if (head == null) {
            return;
        }
        pass();
        if (head.isFolder()) {
            frames.push(new Frame(read(head)));
        }
        readAhead();
    }

    @Override
    public void skip() {
        Found head = head();
        if (head != null) {
            pass();
            Future<List<Found>> unwanted = ahead.remove(head.path());
            if (unwanted != null) {
                unwanted.cancel(true);
            }
        }
    }

    private void pass() {
        Frame top = frames.element();
        top.at++;
        top.asked = Math.max(top.asked, top.at);
    }

    /// Whether the folder that it stands in, or one above, has a folder of this key before it.
    boolean knows(String key) {
        int slash = key.lastIndexOf('/', key.length() - 2);
        String parent = key.substring(0, slash + 1);
        for (Frame frame : frames) {
            if (frame.children.isEmpty()) {
                continue;
            }
            String first = frame.children.getFirst().key();
            int end = first.lastIndexOf('/', first.length() - 2);
            if (!parent.equals(first.substring(0, end + 1))) {
                continue;
            }
            int low = frame.at;
            int high = frame.children.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = PathOrder.compare(frame.children.get(middle).key(), key);
                if (order == 0) {
                    return true;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return false;
        }
        return false;
    }

    private List<Found> read(Found folder) throws IOException {
        Future<List<Found>> begun = ahead.remove(folder.path());
        if (begun == null) {
            return side.children(folder);
        }
        try {
            return begun.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while listing " + folder.path());
            stopped.initCause(interrupted);
            throw stopped;
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        }
    }

    /// Begins to read the next folders, those that come first first.
    private void readAhead() {
        for (Frame frame : frames) {
            while (frame.asked < frame.children.size()) {
                if (ahead.size() >= mostAhead) {
                    return;
                }
                Found child = frame.children.get(frame.asked++);
                if (child.isFolder() && worthwhile.test(child.key())) {
                    ahead.put(child.path(), threads.submit(() -> {
                        turns.acquire();
                        try {
                            return side.children(child);
                        } finally {
                            turns.release();
                        }
                    }));
                }
            }
        }
    }

    @Override
    public void close() {
        List<Future<List<Found>>> open = new ArrayList<>(ahead.values());
        for (Future<List<Found>> one : open) {
            one.cancel(true);
        }
        threads.close();
    }
}
