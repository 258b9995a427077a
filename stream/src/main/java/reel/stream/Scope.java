package reel.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Fan-out of blocking work on virtual threads inside one block: `close` waits for all of it, and the first failure
/// interrupts the rest and is thrown by [#join].
///
/// Opened, forked, joined and closed by one thread.
public final class Scope implements AutoCloseable {
    private final ExecutorService threads;
    private final List<Future<?>> tasks = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

    private Scope(ExecutorService threads) {
        this.threads = threads;
    }

    public static Scope open(String name) {
        return new Scope(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory()));
    }

    /// Starts `task`; its result is read with [Future#resultNow] after [#join].
    public <T extends @Nullable Object> Future<T> fork(Callable<T> task) {
        Future<T> future = threads.submit(() -> {
            try {
                return task.call();
            } catch (Throwable failure) {
                if (firstFailure.compareAndSet(null, failure)) {
                    cancel();
                }
                throw failure;
            }
        });
        synchronized (tasks) {
            tasks.add(future);
        }
        if (firstFailure.get() != null) {
            future.cancel(true);
        }
        return future;
    }

    /// Waits for every task, then throws the first failure if there was one.
    public void join() throws IOException {
        for (int i = 0; i < tasks.size(); i++) {
            try {
                tasks.get(i).get();
            } catch (CancellationException | ExecutionException failed) {
                if (firstFailure.get() == null && failed instanceof ExecutionException) {
                    firstFailure.compareAndSet(null, failed.getCause());
                }
            } catch (InterruptedException interrupted) {
                firstFailure.compareAndSet(null, interrupted);
                cancel();
                Thread.currentThread().interrupt();
                break;
            }
        }
        switch (firstFailure.get()) {
            case null -> {}
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case InterruptedException interrupted -> {
                InterruptedIOException stopped = new InterruptedIOException("interrupted");
                stopped.initCause(interrupted);
                throw stopped;
            }
            case Throwable failure -> throw new IllegalStateException(failure);
        }
    }

    private void cancel() {
        synchronized (tasks) {
            for (Future<?> task : tasks) {
                task.cancel(true);
            }
        }
    }

    /// Interrupts what still runs (after a successful [#join], nothing) and waits for it to end.
    @Override
    public void close() {
        cancel();
        threads.close();
    }
}
