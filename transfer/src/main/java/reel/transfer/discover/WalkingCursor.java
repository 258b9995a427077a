package reel.transfer.discover;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Walking;
import reel.stream.Corrupt;
import reel.stream.Missing;

/// A tree that its place tells at once. What it tells is handed over in batches, a few of them ahead.
final class WalkingCursor implements Cursor {
    private static final int BATCH = 256;
    private static final int BATCHES_AHEAD = 16;

    /// @param end     nothing follows
    /// @param failure why, where that is no end
    private record Batch(
            List<Found> found, boolean end, @Nullable Throwable failure) {}

    private final Side side;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread walker;
    private List<Found> filling = new ArrayList<>(BATCH);
    private List<Found> current = List.of();
    private int at;
    private boolean end;
    private @Nullable Found last;

    private WalkingCursor(Side side, Walking walking, boolean mayMiss) {
        this.side = side;
        this.walker = Thread.ofPlatform().daemon().name("walk").start(() -> walk(walking, mayMiss));
    }

    /// @param mayMiss whether an endpoint that is not there is an empty one
    static WalkingCursor open(Side side, Walking walking, boolean mayMiss) {
        return new WalkingCursor(side, walking, mayMiss);
    }

    private void walk(Walking walking, boolean mayMiss) {
        Throwable failure = null;
        try {
            String prefix = side.at().path().isEmpty() ? "" : side.at().path() + "/";
            walking.walk(side.at().path(), entry -> tell(entry, prefix));
        } catch (Stopped stopped) {
            return;
        } catch (Missing missing) {
            failure = mayMiss ? null : missing;
        } catch (Throwable thrown) {
            failure = thrown;
        }
        try {
            put(new Batch(filling, true, failure));
        } catch (Stopped stopped) {
            return;
        }
    }

    private void tell(Entry entry, String prefix) {
        Found found = side.below(entry.path().substring(prefix.length()), entry);
        if (found != null) {
            filling.add(found);
            if (filling.size() == BATCH) {
                put(new Batch(filling, false, null));
                filling = new ArrayList<>(BATCH);
            }
        }
    }

    /// Nobody reads on.
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private void put(Batch batch) {
        try {
            batches.put(batch);
        } catch (InterruptedException stopped) {
            throw new Stopped();
        }
    }

    @Override
    public @Nullable Found head() throws IOException {
        while (at == current.size() && !end) {
            Batch batch;
            try {
                batch = batches.take();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                InterruptedIOException stopped = new InterruptedIOException("interrupted while listing " + side.at());
                stopped.initCause(interrupted);
                throw stopped;
            }
            current = batch.found();
            at = 0;
            end = batch.end();
            switch (batch.failure()) {
                case null -> {}
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable failure -> throw new IllegalStateException(failure);
            }
        }
        if (at == current.size()) {
            return null;
        }
        Found head = current.get(at);
        if (last != null && last != head && PathOrder.compare(last.key(), head.key()) >= 0) {
            throw new Corrupt(
                    side.at().toString(), -1, "names in order", last.path() + " before " + head.path(), null, null);
        }
        return head;
    }

    @Override
    public void next() throws IOException {
        Found head = head();
        if (head != null) {
            last = head;
            at++;
        }
    }

    @Override
    public void skip() throws IOException {
        Found head = head();
        if (head != null) {
            next();
            if (head.isFolder()) {
                leave(head);
            }
        }
    }

    @Override
    public void close() {
        walker.interrupt();
        batches.clear();
        boolean interrupted = false;
        while (true) {
            try {
                walker.join();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
