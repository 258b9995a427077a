package reel.app;

import java.io.IOException;
import java.nio.file.Path;
import reel.backend.Backend;
import reel.backend.LocalBackend;

/// Which decorators stand around a backend; the one place that decides.
final class Wiring {
    private Wiring() {}

    /// The repository's objects in a local folder. A local disk neither needs retries nor wants a limit on
    /// parallel work, so it stands bare; both decorators join with the first remote backend.
    static Backend backend(Path objects) throws IOException {
        return LocalBackend.open(objects);
    }
}
