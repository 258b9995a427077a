package reel.transfer.execute;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reel.transfer.discover.Item;

/// Shares work out among streams: each has a deque of its own, of which others steal the far end; whoever finds
/// none takes the largest file that waits, or a batch of small ones. Whoever finds files waits while too many do.
final class WorkQueue {
    /// Large files that wait: enough that the largest of them come first.
    private static final int MOST_LARGE = 4096;

    /// Small files that wait.
    private static final int MOST_SMALL = 16_384;

    private static final int BATCH_FILES = 64;
    private static final long BATCH_BYTES = 8L << 20;

    /// One stream in so many begins with small files, so that their round trips and the large ones' bytes overlap.
    private static final int SMALL_FIRST = 4;

    /// Something that a stream does at a time.
    sealed interface Task {
        /// A part of a file.
        record Part(FileWork work, int index) implements Task {}

        /// Small files, links, folders.
        record Batch(List<Item> items) implements Task {}
    }

    /// Makes a file's parts.
    @FunctionalInterface
    interface Splitter {
        /// Null for what is to be done in one go.
        @Nullable
        FileWork split(Item item);
    }

    private final Splitter splitter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Where streams wait that may take nothing: a call for one that may does not end with them.
    private final Condition resting = lock.newCondition();

    private final Condition room = lock.newCondition();
    private final PriorityQueue<Item> large = new PriorityQueue<>(
            Comparator.comparingLong((Item item) -> item.source().size()).reversed());
    private final ArrayDeque<Item> small = new ArrayDeque<>();
    private final List<ArrayDeque<Task>> own = new ArrayList<>();
    private int limit;
    private int smallLimit;
    private int active;
    private boolean complete;
    private boolean stopped;

    WorkQueue(Splitter splitter, int limit) {
        this.splitter = splitter;
        this.limit = limit;
        this.smallLimit = limit;
    }

    /// Adds work, waiting while there is too much of its kind.
    void offer(Item item) throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
            try {
                boolean big = isLarge(item);
                while (!stopped && (big ? large.size() >= MOST_LARGE : small.size() >= MOST_SMALL)) {
                    room.await();
                }
                if (stopped) {
                    throw new InterruptedIOException("the transfer has ended");
                }
                add(item, big);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stop = new InterruptedIOException("interrupted");
            stop.initCause(interrupted);
            throw stop;
        }
    }

    /// Adds work that a task found, without waiting.
    void again(Item item) {
        lock.lock();
        try {
            add(item, isLarge(item));
        } finally {
            lock.unlock();
        }
    }

    private void add(Item item, boolean big) {
        if (big) {
            large.add(item);
        } else {
            small.add(item);
        }
        // Streams that wait are woken for a batch, not for each of its files; not all of them take large ones.
        if (big) {
            changed.signalAll();
        } else if (small.size() == 1 || small.size() % BATCH_FILES == 0) {
            changed.signal();
        }
    }

    private static boolean isLarge(Item item) {
        return item.source().isFile()
                && (item.source().size() < 0 || item.source().size() >= PartSizes.SMALL_BYTES);
    }

    /// Nothing more comes from outside.
    void complete() {
        lock.lock();
        try {
            complete = true;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /// Everything that waits is forgotten, and whoever waits goes.
    void stop() {
        lock.lock();
        try {
            stopped = true;
            wakeAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many streams may work from now on; those from `streams` to `small` take small files only.
    void limit(int streams, int small) {
        lock.lock();
        try {
            limit = streams;
            smallLimit = Math.max(streams, small);
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        changed.signalAll();
        resting.signalAll();
    }

    /// The next task of a stream, which says [#done] after it; null where there will be none.
    @Nullable
    Task take(int stream) throws IOException {
        lock.lock();
        try {
            while (own.size() <= stream) {
                own.add(new ArrayDeque<>());
            }
            while (!stopped) {
                Task task = stream < limit ? find(stream) : stream < smallLimit && !small.isEmpty() ? batch() : null;
                if (task != null) {
                    active++;
                    return task;
                }
                if (complete && active == 0 && isEmpty()) {
                    wakeAll();
                    return null;
                }
                (stream < smallLimit ? changed : resting).await();
            }
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return large.isEmpty() && small.isEmpty() && own.stream().allMatch(ArrayDeque::isEmpty);
    }

    private @Nullable Task find(int stream) {
        Task task = own.get(stream).pollFirst();
        return task != null ? task : findElsewhere(stream);
    }

    private @Nullable Task findElsewhere(int stream) {
        boolean smallFirst = stream % SMALL_FIRST == SMALL_FIRST - 1;
        if (smallFirst && !small.isEmpty()) {
            return batch();
        }
        Task stolen = steal();
        if (stolen != null) {
            return stolen;
        }
        while (true) {
            Item item = large.poll();
            if (item == null) {
                return small.isEmpty() ? null : batch();
            }
            room.signal();
            FileWork work = splitter.split(item);
            if (work == null) {
                return new Task.Batch(List.of(item));
            }
            ArrayDeque<Task> mine = own.get(stream);
            for (int part = 0; part < work.parts(); part++) {
                mine.addLast(new Task.Part(work, part));
            }
            Task first = mine.pollFirst();
            if (first != null) {
                changed.signalAll();
                return first;
            }
        }
    }

    /// The far end of the longest deque.
    private @Nullable Task steal() {
        ArrayDeque<Task> longest = null;
        for (ArrayDeque<Task> deque : own) {
            if (longest == null || deque.size() > longest.size()) {
                longest = deque;
            }
        }
        return longest == null ? null : longest.pollLast();
    }

    private Task batch() {
        List<Item> items = new ArrayList<>();
        long bytes = 0;
        // A share of what waits, so that the last batches are small and all streams end together.
        int most = Math.clamp(small.size() / (2 * Math.max(1, smallLimit)), 1, BATCH_FILES);
        while (!small.isEmpty() && items.size() < most && bytes < BATCH_BYTES) {
            Item item = small.poll();
            bytes += Math.max(0, item.source().size());
            items.add(item);
        }
        room.signal();
        if (!small.isEmpty()) {
            changed.signal();
        }
        return new Task.Batch(items);
    }

    void done() {
        lock.lock();
        try {
            active--;
            if (active == 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
