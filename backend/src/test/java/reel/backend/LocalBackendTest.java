package reel.backend;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalBackendTest extends BackendContract {
    @TempDir
    Path folder = Path.of("unset");

    @Override
    protected Backend create() throws IOException {
        return LocalBackend.create(folder.resolve("repo"));
    }
}
