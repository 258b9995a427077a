package reel.store;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import reel.backend.MemoryBackend;
import reel.stream.buffer.MemoryBudget;

final class MemoryBackendStoreTest extends ChunksContract {
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final ChunkStore store;

    MemoryBackendStoreTest() throws IOException {
        store = ChunkStore.create(MemoryBackend.create(), Stores.smallPacks(), budget);
    }

    @Override
    Chunks chunks() {
        return store;
    }

    @AfterEach
    void everyLeaseIsClosed() {
        store.close();
        budget.close();
    }
}
