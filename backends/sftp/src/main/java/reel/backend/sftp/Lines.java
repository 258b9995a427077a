package reel.backend.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections to one server. Requests without many bytes go where least is going on; a stream of bytes has a
/// line of its own where the path is long, since the window of SSH bounds each, and shares two where it is short,
/// since more would only share the processors. At most as many as allowed; a line that was quiet is asked before
/// it is used again.
final class Lines implements AutoCloseable {
    /// Servers drop logins at random when ten are not finished.
    private static final int MOST_OPENING = 8;

    /// From here on the path is long: 2 MiB, the window of SSH, in this time are 400 MiB/s.
    private static final long LONG_NANOS = Duration.ofMillis(5).toNanos();

    private static final int SHORT_PATH_LINES = 2;

    /// Less than that is no stream.
    private static final long STREAM_BYTES = 256 << 10;

    /// What takes longer over a line with others than a new line takes to be made.
    private static final long WORTH_WAITING_BYTES = 4 << 20;

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration MOST_CHECK = Duration.ofSeconds(10);
    private static final Duration MOST_FAREWELL = Duration.ofSeconds(2);

    private final Opener opener;
    private final boolean fixed;
    private final Semaphore opening = new Semaphore(MOST_OPENING);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Held> lines = new ArrayList<>();
    private final Set<Thread> growers = ConcurrentHashMap.newKeySet();
    private int underway;
    private int ceiling;
    private long roundTripNanos = Long.MAX_VALUE;
    private boolean closed;

    private enum Wish {
        /// For requests.
        ANY(0, Integer.MAX_VALUE),
        /// For bytes that are with the server before a new line is made.
        JOIN(1, Integer.MAX_VALUE),
        /// For a stream that may have another beside it: with a third the window of SSH would be more than full, and on
        /// a slow line they would wait for one another while new lines have nothing to do.
        SHARE(1, 2),
        /// For a stream that wants a line for itself.
        OWN(1, 1);

        final int streams;

        /// It goes to a line with fewer streams than these, or to any where no more lines can be had.
        final int most;

        Wish(int streams, int most) {
            this.streams = streams;
            this.most = most;
        }

        static Wish of(long bytes) {
            if (bytes < 0 || bytes >= WORTH_WAITING_BYTES) {
                return OWN;
            }
            return bytes >= STREAM_BYTES ? SHARE : JOIN;
        }
    }

    /// Makes one more connection.
    interface Opener {
        Sftp open() throws IOException;
    }

    private static final class Held {
        final Sftp sftp;
        int streams;

        Held(Sftp sftp) {
            this.sftp = sftp;
        }

        /// Streams count more than any number of requests.
        long load() {
            return ((long) streams << Integer.SIZE) + sftp.line().underway();
        }
    }

    /// A line for one stream of bytes, until it is closed.
    final class Use implements AutoCloseable {
        private final Held held;

        private Use(Held held) {
            this.held = held;
        }

        Sftp sftp() {
            return held.sftp;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                held.streams--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// @param most  connections
    /// @param fixed whether the user said so, who may want more than two on a short path
    Lines(Opener opener, int most, boolean fixed) {
        this.opener = opener;
        this.ceiling = most;
        this.fixed = fixed;
    }

    /// How many are worth having; known once one line was opened.
    int worth() {
        lock.lock();
        try {
            return fixed || roundTripNanos > LONG_NANOS ? ceiling : Math.min(SHORT_PATH_LINES, ceiling);
        } finally {
            lock.unlock();
        }
    }

    /// The shortest that a line measured when it was made; null before the first.
    @Nullable
    Duration roundTrip() {
        lock.lock();
        try {
            return roundTripNanos == Long.MAX_VALUE ? null : Duration.ofNanos(roundTripNanos);
        } finally {
            lock.unlock();
        }
    }

    /// How many there are now.
    int size() {
        lock.lock();
        try {
            return lines.size();
        } finally {
            lock.unlock();
        }
    }

    /// A line for requests without bytes.
    Sftp any() throws IOException {
        return take(Wish.ANY).sftp;
    }

    /// A line for a stream of so many bytes; a long one waits until a line of its own is made, a shorter one goes
    /// at once where one other is, and finds the new line the next time.
    Use stream(long bytes) throws IOException {
        Wish wish = Wish.of(bytes);
        Held held = take(wish);
        if (wish == Wish.SHARE && wantsMore()) {
            Thread grower = Thread.ofVirtual().name("sftp-connect").unstarted(this::grow);
            growers.add(grower);
            grower.start();
        }
        return new Use(held);
    }

    /// Whether one more is worth having now; then it is counted as under way.
    private boolean wantsMore() {
        lock.lock();
        try {
            boolean busy = !closed && lines.size() + underway < worth();
            for (Held line : lines) {
                busy &= line.streams > 1;
            }
            underway += busy ? 1 : 0;
            return busy;
        } finally {
            lock.unlock();
        }
    }

    private void grow() {
        try {
            open(Wish.ANY);
        } catch (IOException | IllegalStateException notNeeded) {
            // Those that are there go on; whoever needs one for himself is told what is wrong.
        } finally {
            growers.remove(Thread.currentThread());
        }
    }

    private Held take(Wish wish) throws IOException {
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(null);
            }
            Held found = choose(wish);
            if (found == null) {
                found = open(wish);
            }
            if (found != null && isUsable(found)) {
                return found;
            }
            if (found != null) {
                drop(found, wish);
            }
        }
    }

    /// A line to use; null where one more is to be opened, which is counted as under way then.
    private @Nullable Held choose(Wish wish) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new IllegalStateException("this place was closed");
                }
                lines.removeIf(line -> !line.sftp.isAlive());
                Held best = null;
                for (Held line : lines) {
                    best = best == null || line.load() < best.load() ? line : best;
                }
                int all = lines.size() + underway;
                boolean more = all < (best == null ? Math.clamp(worth(), 1, MOST_OPENING) : worth());
                boolean complete = !more && underway == 0;
                if (best != null && (best.streams < wish.most || complete)) {
                    best.streams += wish.streams;
                    return best;
                }
                if (more) {
                    underway++;
                    return null;
                }
                changed.await();
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    /// Opens one more; null where that failed but others are there, which then have to do.
    private @Nullable Held open(Wish wish) throws IOException {
        Sftp sftp = null;
        try {
            opening.acquire();
            try {
                sftp = opener.open();
            } finally {
                opening.release();
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            if (!canDoWithout()) {
                throw failure;
            }
        } finally {
            if (sftp == null) {
                notOpened();
            }
        }
        if (sftp == null) {
            return null;
        }
        lock.lock();
        try {
            // At once with its being there: in between, whoever waits for it would open one too many.
            underway--;
            changed.signalAll();
            roundTripNanos = Math.min(roundTripNanos, sftp.roundTripNanos());
            if (closed) {
                sftp.close();
                throw new IllegalStateException("this place was closed");
            }
            Held held = new Held(sftp);
            held.streams = wish.streams;
            lines.add(held);
            return held;
        } finally {
            lock.unlock();
        }
    }

    private void notOpened() {
        lock.lock();
        try {
            underway--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A server that takes no more connections is not asked for more again.
    private boolean canDoWithout() {
        lock.lock();
        try {
            lines.removeIf(line -> !line.sftp.isAlive());
            if (lines.isEmpty()) {
                return false;
            }
            ceiling = lines.size();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isUsable(Held held) throws IOException {
        Line line = held.sftp.line();
        return line.isAlive() && (line.idleNanos() < QUIET_NANOS || answers(held.sftp));
    }

    private static boolean answers(Sftp sftp) throws IOException {
        try {
            return sftp.line().answers(sftp.realPath("."), MOST_CHECK);
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException dead) {
            return false;
        }
    }

    private void drop(Held held, Wish wish) {
        lock.lock();
        try {
            held.streams -= wish.streams;
            lines.remove(held);
        } finally {
            lock.unlock();
        }
        held.sftp.close();
    }

    private static InterruptedIOException interrupted(@Nullable InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("interrupted while waiting for a connection");
        if (cause != null) {
            stopped.initCause(cause);
        }
        return stopped;
    }

    @Override
    public void close() {
        List<Held> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(lines);
            lines.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(held -> held.sftp.close());
        endGrowing();
    }

    /// Connections that are being made are given up, so that nothing of them is left when this process ends.
    private void endGrowing() {
        growers.forEach(Thread::interrupt);
        for (Thread grower : growers) {
            try {
                grower.join(MOST_FAREWELL);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
