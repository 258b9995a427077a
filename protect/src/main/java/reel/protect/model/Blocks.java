package reel.protect.model;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicLong;
import reel.stream.Scope;

/// Works on many blocks, several at a time. The first failure stops the others, and so does an interrupt of the caller.
public final class Blocks {
    private Blocks() {}

    /// What works on one block after the other, with memory of its own that it gives back at the end.
    public interface Worker extends AutoCloseable {
        void work(long block) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Makes a worker.
    @FunctionalInterface
    public interface Hiring {
        Worker hire() throws IOException;
    }

    /// Has `jobs` workers work on blocks 0 to `count` - 1, which they begin in this order.
    public static void each(String name, int jobs, long count, Hiring hiring) throws IOException {
        AtomicLong next = new AtomicLong();
        try (Scope scope = Scope.open(name)) {
            for (int job = 0; job < jobs; job++) {
                scope.fork(() -> {
                    try (Worker worker = hiring.hire()) {
                        for (long block = next.getAndIncrement(); block < count; block = next.getAndIncrement()) {
                            checkInterrupt();
                            worker.work(block);
                        }
                    }
                    return null;
                });
            }
            scope.join();
        }
    }

    /// Ends an interrupted thread's work.
    public static void checkInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }
}
