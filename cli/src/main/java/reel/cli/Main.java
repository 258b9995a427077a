package reel.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Surroundings;

/// Where the process starts and ends.
///
/// Ctrl-C and SIGTERM interrupt the main thread; the process ends when the command has cleaned up behind
/// itself, and the JVM answers 130 or 143 by itself.
public final class Main {
    /// A command that does not stop by then is left to the crash safety of the formats.
    private static final long CLEAN_UP_SECONDS = 10;

    private Main() {}

    public static void main(String[] args) {
        Thread work = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Thread stopper = new Thread(() -> stop(work, ended), "reel-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        int code;
        try {
            code = run(Surroundings.ofProcess(), args);
        } finally {
            ended.countDown();
        }
        Runtime.getRuntime().exit(code);
    }

    /// One command, in this thread; returns its exit code. Never throws.
    public static int run(Surroundings around, String... args) {
        return new Shell(around, args).run();
    }

    private static void stop(Thread work, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        work.interrupt();
        try {
            boolean clean = ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
            if (!clean) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
