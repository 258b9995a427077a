package reel.backend.azure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Location;
import reel.backend.place.Place;
import reel.backend.place.PlaceContract;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.NeedsProgram;

@NeedsProgram({"node", "azurite-blob"})
final class AzurePlaceTest extends PlaceContract {
    @TempDir
    static Path folder;

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private @Nullable Location where;

    @Override
    protected Place open() throws IOException {
        Azurite server = Azurite.get(folder);
        Location container = server.container(memory);
        where = container.at(container.path() + "/projects/day 1/");
        return openAgain();
    }

    @Override
    protected Place openAgain() throws IOException {
        return Azurite.get(folder).open(memory, Objects.requireNonNull(where));
    }

    /// The emulator is slow; this is still more than a page.
    @Override
    protected int manyFiles() {
        return 2100;
    }

    @AfterEach
    void nothingIsLeased() {
        memory.close();
    }
}
