package reel.backend.wire;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Cleaning up that interruption must not prevent: by another thread, waited for a while.
public final class Lasting {
    /// An interrupted thread was told to end; longer than this would not be ending.
    private static final long PATIENCE_SECONDS = 5;

    private Lasting() {}

    /// A call that may fail.
    @FunctionalInterface
    public interface Cleaning {
        void run() throws IOException;
    }

    /// Runs it here, or beside an interrupted thread, which stays interrupted.
    public static void run(Cleaning cleaning) throws IOException {
        if (!Thread.interrupted()) {
            cleaning.run();
            return;
        }
        FutureTask<Void> task = new FutureTask<>(() -> {
            cleaning.run();
            return null;
        });
        Thread.ofVirtual().name("reel-clean-up").start(task);
        try {
            task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            // It ends by itself or not; the thread is told again below.
        } catch (ExecutionException | TimeoutException left) {
            // What remains was never visible, and the caller is ending already.
        } finally {
            Thread.currentThread().interrupt();
        }
    }
}
