package reel.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.LocalBackend;
import reel.history.op.OpLog;
import reel.protect.twin.TwinBackend;
import reel.store.RepositoryFormat;
import reel.store.crypt.ContentKey;
import reel.store.crypt.EncryptedBackend;
import reel.store.layout.Cloak;

/// Which decorators stand around a backend; the one place that decides.
final class Wiring {
    private Wiring() {}

    /// The repository's objects in a local folder. A local disk neither needs retries nor wants a limit on
    /// parallel work, so it stands bare; both decorators join with the first remote backend.
    static Backend backend(Path objects) throws IOException {
        return LocalBackend.open(objects);
    }

    /// What stands on the raw bytes of every repository, below encryption: small objects with their twins.
    ///
    /// @param healed is told of each object that was put back
    static Backend raw(Backend backend, Consumer<Handle> healed) {
        return TwinBackend.over(backend, healed);
    }

    /// What an opened repository stands on. @param backend shows plain bytes @param cloak on what is stored
    record Opened(Backend backend, Cloak cloak) {}

    /// Encryption where the repository has it, above every other layer: what lies below sees stored bytes only.
    static Opened unlocked(LockedRepository repository) throws IOException {
        if (!repository.unlocking().format().encrypted()) {
            return new Opened(repository.backend(), Cloak.none());
        }
        try (ContentKey key = repository.unlocking().content()) {
            return new Opened(EncryptedBackend.over(repository.backend(), key), key.cloak());
        }
    }

    /// How the operation log of a repository is written.
    static int entryMultiple(RepositoryFormat format) {
        return format.encrypted() ? OpLog.LENGTH_HIDDEN : OpLog.AS_LONG_AS_THEY_ARE;
    }
}
