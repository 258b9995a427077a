package reel.store;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import reel.backend.Backend;
import reel.backend.MemoryBackend;
import reel.store.crypt.ContentKey;
import reel.store.crypt.EncryptedBackend;
import reel.store.crypt.Keys;
import reel.stream.buffer.MemoryBudget;

/// The store over encrypted objects, with ids, names and lengths cloaked.
final class EncryptedStoreTest extends ChunksContract {
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final ChunkStore store;

    EncryptedStoreTest() throws IOException {
        ContentKey key = Keys.of(1);
        Backend backend = EncryptedBackend.over(MemoryBackend.create(), key);
        store = ChunkStore.create(backend, key.cloak(), Stores.smallPacks().asEncrypted(), budget);
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
