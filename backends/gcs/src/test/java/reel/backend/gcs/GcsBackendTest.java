package reel.backend.gcs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reel.backend.Backend;
import reel.backend.BackendContract;
import reel.backend.place.Login;
import reel.backend.place.PlaceBackend;
import reel.stream.buffer.MemoryBudget;

/// Repositories in buckets.
final class GcsBackendTest extends BackendContract {
    private static int repositories;
    private static @Nullable LocalGcs server;

    private final MemoryBudget memory = MemoryBudget.of(64 << 20);

    @BeforeAll
    static void start() throws IOException {
        server = LocalGcs.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Backend create() throws IOException {
        LocalGcs started = server;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return PlaceBackend.over(
                GcsPlaceTest.open(memory, started, "/repositories/" + repositories++, new Login.Token(LocalGcs.TOKEN)));
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
