package reel.store.pack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// What became of a task that runs beside its caller.
final class Outcomes {
    private Outcomes() {}

    /// Its result; its failure is thrown as it was.
    static <T extends @Nullable Object> T of(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    /// Waits for a task whose outcome nobody wants any more.
    static void awaitEnd(FutureTask<?> task) {
        boolean interrupted = false;
        while (!task.isDone()) {
            try {
                task.get();
            } catch (InterruptedException again) {
                interrupted = true;
            } catch (ExecutionException _) {
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
