package reel.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.LocalBackend;
import reel.protect.twin.TwinBackend;

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
}
