package reel.backend;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;

/// One lock name within this process, shared or exclusive, with an outer lock (the kernel's) behind it that is
/// taken once for all shared holders.
///
/// The kernel counts a lock to the process and drops it when *any* descriptor of the file closes, so a process
/// must open each lock file at most once: that is what the table is for.
final class NamedLock {
    /// The lock behind, known to other processes.
    interface Outer {
        /// Takes it or throws [Conflict] when `deadlineNanos` ([System#nanoTime]) has passed.
        Locking.Lock take(boolean shared, long deadlineNanos) throws IOException;

        /// Nothing behind: the lock ends at the process.
        static Locking.Lock none(boolean shared, long deadlineNanos) {
            return () -> {};
        }
    }

    /// All locks somebody holds or waits for, by an owner's key.
    static final class Table {
        private final ConcurrentHashMap<Object, NamedLock> locks = new ConcurrentHashMap<>();

        Locking.Lock lock(Object key, Handle name, boolean shared, Duration wait, Outer outer) throws IOException {
            NamedLock lock = locks.compute(key, (k, known) -> {
                NamedLock one = known == null ? new NamedLock() : known;
                one.users++;
                return one;
            });
            boolean held = false;
            try {
                Locking.Lock inner = lock.lock(name, shared, deadline(wait), outer);
                held = true;
                AtomicBoolean open = new AtomicBoolean(true);
                return () -> {
                    if (open.compareAndSet(true, false)) {
                        try {
                            inner.close();
                        } finally {
                            leave(key);
                        }
                    }
                };
            } finally {
                if (!held) {
                    leave(key);
                }
            }
        }

        private void leave(Object key) {
            locks.computeIfPresent(key, (k, lock) -> --lock.users == 0 ? null : lock);
        }

        int size() {
            return locks.size();
        }
    }

    /// Longer waits than this are this long; keeps the sum with the clock in range.
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final StampedLock within = new StampedLock();
    private final ReentrantLock sharing = new ReentrantLock();
    private int sharers;
    private Locking.@Nullable Lock sharedOuter;

    /// Holders and waiters; guarded by the table.
    private int users;

    private static long deadline(Duration wait) {
        Duration bounded = wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        return System.nanoTime() + bounded.toNanos();
    }

    private Locking.Lock lock(Handle name, boolean shared, long deadline, Outer outer) throws IOException {
        try {
            return shared ? share(name, deadline, outer) : own(name, deadline, outer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while waiting for " + name);
            stopped.initCause(interrupted);
            throw stopped;
        }
    }

    private Locking.Lock own(Handle name, long deadline, Outer outer) throws IOException, InterruptedException {
        long stamp = within.tryWriteLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (stamp == 0) {
            throw heldHere(name);
        }
        boolean held = false;
        try {
            Locking.Lock behind = outer.take(false, deadline);
            held = true;
            return () -> {
                try {
                    behind.close();
                } finally {
                    within.unlockWrite(stamp);
                }
            };
        } finally {
            if (!held) {
                within.unlockWrite(stamp);
            }
        }
    }

    private Locking.Lock share(Handle name, long deadline, Outer outer) throws IOException, InterruptedException {
        long stamp = within.tryReadLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (stamp == 0) {
            throw heldHere(name);
        }
        boolean held = false;
        try {
            if (!sharing.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw heldHere(name);
            }
            try {
                if (sharers == 0) {
                    sharedOuter = outer.take(true, deadline);
                }
                sharers++;
            } finally {
                sharing.unlock();
            }
            held = true;
            return () -> unshare(stamp);
        } finally {
            if (!held) {
                within.unlockRead(stamp);
            }
        }
    }

    private void unshare(long stamp) throws IOException {
        sharing.lock();
        try {
            Locking.Lock behind = sharedOuter;
            if (--sharers == 0 && behind != null) {
                sharedOuter = null;
                behind.close();
            }
        } finally {
            sharing.unlock();
            within.unlockRead(stamp);
        }
    }

    private static Conflict heldHere(Handle name) {
        return new Conflict(
                name.path(),
                "held by another task of this process ("
                        + ProcessHandle.current().pid() + ")",
                "Wait until it is done, then try again.");
    }
}
