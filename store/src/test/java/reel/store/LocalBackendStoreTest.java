package reel.store;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.LocalBackend;
import reel.stream.buffer.MemoryBudget;

final class LocalBackendStoreTest extends ChunksContract {
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);

    private final LocalBackend backend;
    private final ChunkStore store;

    LocalBackendStoreTest(@TempDir Path folder) throws IOException {
        backend = LocalBackend.create(folder.resolve("repo"));
        store = ChunkStore.create(backend, Stores.smallPacks(), budget);
    }

    @Override
    Chunks chunks() {
        return store;
    }

    @AfterEach
    void everyLeaseIsClosed() throws IOException {
        store.close();
        backend.close();
        budget.close();
    }
}
