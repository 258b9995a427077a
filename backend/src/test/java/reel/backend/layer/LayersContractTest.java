package reel.backend.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Backend;
import reel.backend.BackendContract;
import reel.backend.LocalBackend;
import reel.backend.MemoryBackend;

/// Every decorator, and all of them at once, keep the contract of what is inside.
final class LayersContractTest {
    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5));
    private static final Bounds WIDE = new Bounds(4, 1L << 40, 0);
    private static final long FAST = 100L << 30;

    @Nested
    final class Retry extends BackendContract {
        @Override
        protected Backend create() {
            return RetryBackend.over(MemoryBackend.create(), QUICK);
        }
    }

    @Nested
    final class Throttle extends BackendContract {
        @Override
        protected Backend create() {
            return ThrottleBackend.over(MemoryBackend.create(), FAST, FAST, Timer.system());
        }

        @Override
        protected boolean maps() {
            return false;
        }
    }

    @Nested
    final class MeterOne extends BackendContract {
        @Override
        protected Backend create() {
            return MeterBackend.over(MemoryBackend.create());
        }
    }

    @Nested
    final class Bound extends BackendContract {
        @Override
        protected Backend create() {
            return BoundBackend.over(MemoryBackend.create(), new Bounds(1, 1L << 40, 0), () -> Long.MAX_VALUE);
        }
    }

    @Nested
    final class FaultNever extends BackendContract {
        @Override
        protected Backend create() {
            return FaultBackend.counting(MemoryBackend.create());
        }
    }

    @Nested
    final class AllOverLocal extends BackendContract {
        @TempDir
        Path folder = Path.of("unset");

        @Override
        protected Backend create() throws IOException {
            LocalBackend local = LocalBackend.create(folder.resolve("repo"));
            Backend inside = BoundBackend.over(local, WIDE, local::freeBytes);
            inside = ThrottleBackend.over(inside, 0, FAST, Timer.system());
            return RetryBackend.over(MeterBackend.over(FaultBackend.counting(inside)), QUICK);
        }
    }
}
