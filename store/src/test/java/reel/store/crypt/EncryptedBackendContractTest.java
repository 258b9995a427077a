package reel.store.crypt;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Backend;
import reel.backend.BackendContract;
import reel.backend.LocalBackend;
import reel.backend.MemoryBackend;

/// The encrypted layer keeps the contract of what is inside, but for mapping.
final class EncryptedBackendContractTest {
    @Nested
    final class OverMemory extends BackendContract {
        @Override
        protected Backend create() {
            return EncryptedBackend.over(MemoryBackend.create(), Keys.of(1));
        }

        @Override
        protected boolean maps() {
            return false;
        }
    }

    @Nested
    final class OverLocal extends BackendContract {
        @TempDir
        Path folder = Path.of("unset");

        @Override
        protected Backend create() throws IOException {
            return EncryptedBackend.over(LocalBackend.create(folder.resolve("repo")), Keys.of(1));
        }

        @Override
        protected boolean maps() {
            return false;
        }
    }
}
