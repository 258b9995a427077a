package reel.backend.wire;

import java.io.InterruptedIOException;

/// Interruption of what does not reach the network.
public final class Interruption {
    private Interruption() {}

    public static void check(String shown) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted at " + shown);
        }
    }
}
