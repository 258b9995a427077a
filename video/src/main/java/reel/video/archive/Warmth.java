package reel.video.archive;

import java.io.InterruptedIOException;
import java.time.Duration;
import reel.stream.hash.Blake3;

/// Has what touches every byte compiled before there are many.
final class Warmth {
    /// Less is hashed before the fast kernel is ready.
    private static final long WORTH_BYTES = 32L << 20;

    /// From here on half a second of waiting is less than what the slow start costs.
    private static final long WORTH_WAITING_BYTES = 256L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Warmth() {}

    /// @param laying whether samples are going to be written, or read
    static void prepare(long bytes, boolean laying) throws InterruptedIOException {
        if (bytes < WORTH_BYTES) {
            return;
        }
        Blake3.warmUp();
        Macroblocks.warm(laying);
        if (bytes < WORTH_WAITING_BYTES) {
            return;
        }
        try {
            Blake3.awaitWarm(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        }
    }
}
