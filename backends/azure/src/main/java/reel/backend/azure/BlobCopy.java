package reel.backend.azure;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reel.backend.wire.Answer;
import reel.stream.Transient;

/// Copies inside a container, whose bytes do not pass this machine.
final class BlobCopy {
    /// Within an account a copy is there at once; where it takes longer it is asked for so often.
    private static final Duration STEP = Duration.ofMillis(500);

    private final Container container;

    BlobCopy(Container container) {
        this.container = container;
    }

    /// @param version of the original
    void copy(String shown, String from, @Nullable String version, String to) throws IOException {
        Answer answer = container.done(Container.Ask.of(shown, "PUT", to)
                .header("x-ms-copy-source", container.address(from))
                .header("x-ms-source-if-match", version));
        @Nullable String status = answer.header("x-ms-copy-status");
        while ("pending".equals(status)) {
            pause(shown);
            status = container.done(Container.Ask.of(shown, "HEAD", to)).header("x-ms-copy-status");
        }
        if (!"success".equals(status)) {
            throw new Transient(shown, "the server did not finish the copy (" + status + ")", null, null);
        }
    }

    private static void pause(String shown) throws IOException {
        try {
            Thread.sleep(STEP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + shown);
        }
    }
}
