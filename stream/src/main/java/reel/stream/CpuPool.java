package reel.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The one bounded pool of platform threads for work that burns CPU: hashing, compression, GF(256).
///
/// As many threads as processors and a queue of four tasks a thread; a submitter that finds the queue full runs the
/// task
/// itself, which is the backpressure. Tasks never wait for other tasks.
public final class CpuPool {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private static final class Holder {
        static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(4 * THREADS),
                Thread.ofPlatform().name("reel-cpu-", 0).daemon().factory(),
                new ThreadPoolExecutor.CallerRunsPolicy());

        static {
            POOL.allowCoreThreadTimeOut(true);
        }
    }

    private CpuPool() {}

    public static int threads() {
        return THREADS;
    }

    public static <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return Holder.POOL.submit(task);
    }

    /// The result of a submitted task; its failure is thrown as it was.
    public static <T extends @Nullable Object> T await(Future<T> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            task.cancel(true);
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
}
