package reel.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A piece of work on the [CpuPool].
///
/// However [#await] or [#stop] return, the work does not run any more: memory that it used may be given back. A plain
/// future cannot promise that, since a cancelled one says it is done while its work still runs.
public final class CpuTask<T extends @Nullable Object> {
    private final FutureTask<T> future;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    CpuTask(Callable<T> work) {
        this.future = new FutureTask<>(() -> {
            if (!claimed.compareAndSet(false, true)) {
                throw new InterruptedIOException("stopped before it began");
            }
            try {
                return work.call();
            } finally {
                ended.countDown();
            }
        });
    }

    /// Runs on the pool, or on the submitter's thread where the pool is full.
    void run() {
        future.run();
    }

    /// Waits for the result; the work's failure is thrown as it was. An interruption of the waiting thread stops the
    /// work.
    public T await() throws IOException {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            stop();
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted");
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

    /// Takes the work back if it has not begun; otherwise interrupts it and waits for its end, whatever happens
    /// meanwhile. A failure is not told. After the end, nothing.
    public void stop() {
        boolean unused = future.cancel(true);
        if (claimed.compareAndSet(false, true)) {
            // It never runs: whoever stops it again need not wait either.
            ended.countDown();
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
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
