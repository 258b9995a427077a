package reel.backend.azure;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Backend;
import reel.backend.BackendContract;
import reel.backend.place.PlaceBackend;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.NeedsProgram;

/// Repositories in containers.
@NeedsProgram({"node", "azurite-blob"})
final class AzureBackendTest extends BackendContract {
    @TempDir
    static Path folder;

    private final MemoryBudget memory = MemoryBudget.of(64 << 20);

    @Override
    protected Backend create() throws IOException {
        Azurite server = Azurite.get(folder);
        return PlaceBackend.over(server.open(memory, server.container(memory)));
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
