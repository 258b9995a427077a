package reel.backend.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The user's login with Azure's command line.
final class AzLogin {
    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST_BYTES = 64 << 10;

    private AzLogin() {}

    /// A token for storage; null where `az` is not installed or nobody is logged in.
    static @Nullable String token() throws IOException {
        return token(List.of(
                "az",
                "account",
                "get-access-token",
                "--resource",
                "https://storage.azure.com/",
                "--query",
                "accessToken",
                "--output",
                "tsv"));
    }

    static @Nullable String token(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notInstalled) {
            return null;
        }
        try {
            process.getOutputStream().close();
            // A program that hangs is ended from beside, so that reading its answer ends, too.
            process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).whenComplete((done, late) -> {
                if (late != null) {
                    process.destroyForcibly();
                }
            });
            String text;
            try (InputStream out = process.getInputStream()) {
                text = new String(out.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
            }
            return process.waitFor() == 0 && !text.isEmpty() ? text : null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking az for a login");
        } finally {
            process.destroyForcibly();
        }
    }
}
