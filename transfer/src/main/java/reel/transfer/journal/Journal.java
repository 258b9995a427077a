package reel.transfer.journal;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// PLACEHOLDER
public final class Journal implements AutoCloseable {
    public @Nullable Unfinished unfinished(
            String path, long size, @Nullable Instant modified, @Nullable String version) {
        return null;
    }

    public FileLog begin(
            String path, long size, @Nullable Instant modified, @Nullable String version, long partSize, String token)
            throws IOException {
        throw new IOException();
    }

    @Override
    public void close() {}
}
