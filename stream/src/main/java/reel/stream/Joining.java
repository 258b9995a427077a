package reel.stream;

/// Waits for a thread's end whatever happens; an interruption is kept for later.
public final class Joining {
    private Joining() {}

    public static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
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
