package reel.transfer.execute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The streams: threads that take work from a [WorkQueue], more or fewer of them as time goes.
///
/// Platform threads, few as they are: a blocking read of a socket is one call of the system there, and no thread that
/// polls for virtual ones keeps the JVM, which grants it 300 ms, from ending.
final class Crew {
    /// Does a task; failures of files are told elsewhere, what is thrown ends everything.
    @FunctionalInterface
    interface Hand {
        void work(WorkQueue.Task task) throws IOException;
    }

    private final WorkQueue queue;
    private final Hand hand;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Crew(WorkQueue queue, Hand hand) {
        this.queue = queue;
        this.hand = hand;
    }

    /// Lets so many streams work from now on. @param small how many of them, or more, take small files
    synchronized void resize(int streams, int small) {
        queue.limit(streams, small);
        while (threads.size() < Math.max(streams, small)) {
            int stream = threads.size();
            threads.add(Thread.ofPlatform().daemon().name("stream-" + stream).start(() -> run(stream)));
        }
    }

    private void run(int stream) {
        try {
            for (WorkQueue.Task task = queue.take(stream); task != null; task = queue.take(stream)) {
                try {
                    hand.work(task);
                } finally {
                    queue.done();
                }
            }
        } catch (Throwable thrown) {
            if (failure.compareAndSet(null, thrown)) {
                queue.stop();
            }
        }
    }

    /// Waits for all streams to end.
    void await() throws InterruptedException {
        for (int i = 0; ; i++) {
            Thread thread;
            synchronized (this) {
                if (i == threads.size()) {
                    return;
                }
                thread = threads.get(i);
            }
            thread.join();
        }
    }

    /// What ended a stream; null where nothing did.
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /// Interrupts all streams and waits for them.
    void stop() {
        queue.stop();
        boolean interrupted = false;
        synchronized (this) {
            for (Thread thread : threads) {
                thread.interrupt();
            }
        }
        while (true) {
            try {
                await();
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
