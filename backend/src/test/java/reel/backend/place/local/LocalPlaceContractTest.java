package reel.backend.place.local;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.place.Place;
import reel.backend.place.PlaceContract;
import reel.stream.buffer.MemoryBudget;

final class LocalPlaceContractTest extends PlaceContract {
    @TempDir
    Path folder = Path.of("unset");

    private final MemoryBudget memory = MemoryBudget.tracked(4 << 20);

    @Override
    protected Place open() {
        return LocalPlace.open(folder.resolve("not there yet"), memory);
    }

    @Override
    protected Place openAgain() {
        return open();
    }

    @Override
    protected boolean keepsMeta() {
        return true;
    }
}
