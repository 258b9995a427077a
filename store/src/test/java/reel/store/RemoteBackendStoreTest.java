package reel.store;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import reel.backend.MemoryBackend;
import reel.stream.buffer.MemoryBudget;

/// The store on a backend without abilities: no spooling, no mapping, no locks.
final class RemoteBackendStoreTest extends ChunksContract {
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final ChunkStore store;

    RemoteBackendStoreTest() throws IOException {
        store = ChunkStore.create(new PlainBackend(MemoryBackend.create()), Stores.smallPacks(), budget);
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
