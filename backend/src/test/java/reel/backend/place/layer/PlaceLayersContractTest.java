package reel.backend.place.layer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.layer.Pace;
import reel.backend.layer.RetryPolicy;
import reel.backend.layer.Timer;
import reel.backend.place.MemoryPlace;
import reel.backend.place.MemoryShape;
import reel.backend.place.Place;
import reel.backend.place.PlaceContract;
import reel.backend.place.local.LocalPlace;
import reel.stream.buffer.MemoryBudget;

/// Every layer, and all of them at once over a place that fails, keep the contract of what is inside.
final class PlaceLayersContractTest {
    private static final RetryPolicy QUICK =
            new RetryPolicy(14, Duration.ofNanos(1000), Duration.ofNanos(2000), Duration.ofMillis(5));

    /// Before the effect only: after it a retry has to see what was published, which files without a time do
    /// not show.
    private static FaultPlace.Plan cuts(long seed) {
        return new FaultPlace.Plan(Set.of(PlaceFault.CUT), 6, 100_000, Duration.ZERO, seed);
    }

    @Nested
    final class RetryOverCuts extends OfMemory {
        @Override
        protected Place layered(Place inside) {
            return RetryPlace.over(FaultPlace.over(inside, cuts(1)), QUICK);
        }
    }

    @Nested
    final class RetryOverCutsOfAPlainServer extends OfMemory {
        @Override
        protected Place layered(Place inside) {
            return RetryPlace.over(FaultPlace.over(inside, cuts(2)), QUICK);
        }

        @Override
        MemoryShape shape() {
            return MemoryShape.PLAIN;
        }
    }

    @Nested
    final class RetryOverCutsOfABucket extends OfMemory {
        @Override
        protected Place layered(Place inside) {
            return RetryPlace.over(FaultPlace.over(inside, cuts(3)), QUICK);
        }

        @Override
        MemoryShape shape() {
            return MemoryShape.BUCKET;
        }
    }

    @Nested
    final class AllOverLocal extends PlaceContract {
        @TempDir
        Path folder = Path.of("unset");

        @Override
        protected Place open() {
            Place local = LocalPlace.open(folder.resolve("place"), MemoryBudget.of(8 << 20));
            Pace fast = Pace.of(100L << 30, Timer.system());
            Place slow = ThrottlePlace.over(FaultPlace.over(local, cuts(4)), fast, fast);
            return MeterPlace.over(RetryPlace.over(slow, QUICK));
        }

        @Override
        protected Place openAgain() {
            return open();
        }
    }

    private abstract static class OfMemory extends PlaceContract {
        private MemoryPlace last = MemoryPlace.create();

        protected abstract Place layered(Place inside);

        MemoryShape shape() {
            return MemoryShape.DISK;
        }

        @Override
        protected Place open() {
            last = MemoryPlace.create(shape());
            return layered(last);
        }

        @Override
        protected Place openAgain() {
            return layered(last.again());
        }
    }
}
