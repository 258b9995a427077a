package reel.backend.s3;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reel.backend.Backend;
import reel.backend.BackendContract;
import reel.backend.place.PlaceBackend;
import reel.stream.buffer.MemoryBudget;

/// Repositories in buckets.
final class S3BackendTest extends BackendContract {
    private static int repositories;
    private static @org.jspecify.annotations.Nullable LocalS3 server;

    private final MemoryBudget memory = MemoryBudget.of(64 << 20);

    @BeforeAll
    static void start() throws Exception {
        server = LocalS3.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Backend create() throws IOException {
        LocalS3 started = server;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return PlaceBackend.over(started.open(memory, "/repositories/" + repositories++));
    }

    @Override
    protected boolean maps() {
        return false;
    }

    @Override
    protected boolean locks() {
        return false;
    }
}
