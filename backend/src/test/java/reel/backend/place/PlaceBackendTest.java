package reel.backend.place;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Backend;
import reel.backend.BackendContract;
import reel.backend.place.local.LocalPlace;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.RamFolder;

/// The contract of repositories, kept by way of places.
final class PlaceBackendTest {
    private abstract static class OverPlace extends BackendContract {
        @Override
        protected boolean maps() {
            return false;
        }

        @Override
        protected boolean locks() {
            return false;
        }
    }

    @Nested
    final class OverDisk extends OverPlace {
        @Override
        protected Backend create() {
            return PlaceBackend.over(MemoryPlace.create());
        }
    }

    @Nested
    final class OverBucket extends OverPlace {
        @Override
        protected Backend create() {
            return PlaceBackend.over(MemoryPlace.create(MemoryShape.BUCKET));
        }
    }

    @Nested
    final class OverPlainServer extends OverPlace {
        @Override
        protected Backend create() {
            return PlaceBackend.over(MemoryPlace.create(MemoryShape.PLAIN));
        }
    }

    @Nested
    final class OverLocal extends OverPlace {
        /// In memory: every write waits for the disk otherwise, as it must.
        @TempDir(factory = RamFolder.class)
        Path folder = Path.of("unset");

        @Override
        protected Backend create() {
            return PlaceBackend.over(LocalPlace.open(folder.resolve("repo"), MemoryBudget.of(4 << 20)));
        }
    }
}
