package reel.protect.model;

import java.io.InterruptedIOException;
import java.time.Duration;
import reel.raptorq.jvm.JvmKernels;
import reel.stream.hash.Blake3;

/// Has what touches every byte compiled before the bytes come.
///
/// Until a kernel is compiled its work costs ten times as much, and takes the processors from the compiler. Who has a
/// lot to do waits those few tenths of a second; who has little begins at once.
public final class Warmth {
    private static final long BULK_BYTES = 128L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Warmth() {}

    /// For work that hashes and codes `bytes`.
    public static void bulk(long bytes) throws InterruptedIOException {
        Blake3.warmUp();
        String unused = JvmKernels.install();
        hashing(bytes);
        coding(bytes);
    }

    /// For work that hashes `bytes` and does not code, or not yet.
    public static void hashing(long bytes) throws InterruptedIOException {
        if (bytes >= BULK_BYTES) {
            Blake3.warmUp();
            await(Blake3::awaitWarm);
        }
    }

    /// For work that will come to code: begins with what [#coding] waits for.
    public static void codingSoon() {
        String unused = JvmKernels.install();
    }

    /// For work that codes blocks of a source of `bytes`.
    public static void coding(long bytes) throws InterruptedIOException {
        String unused = JvmKernels.install();
        if (bytes >= BULK_BYTES) {
            await(JvmKernels::await);
        }
    }

    private interface Waiting {
        void most(Duration patience) throws InterruptedException;
    }

    private static void await(Waiting waiting) throws InterruptedIOException {
        try {
            waiting.most(PATIENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
