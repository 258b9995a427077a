package reel.stream;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The one bounded pool of platform threads for work that burns CPU: hashing, compression, GF(256).
///
/// As many threads as processors and a queue of four tasks a thread; a submitter that finds the queue full runs the
/// task itself, which is the backpressure. Tasks never wait for other tasks.
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

    /// Hands `work` to the pool.
    public static <T extends @Nullable Object> CpuTask<T> submit(Callable<T> work) {
        CpuTask<T> task = new CpuTask<>(work);
        Holder.POOL.execute(task::run);
        return task;
    }
}
