package reel.stream.hash;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.incubator.vector.IntVector;
import org.jspecify.annotations.Nullable;

/// Which kernel hashes: the scalar one until the widest vector kernel of this machine is compiled, then that.
///
/// A vector kernel is a hundred times slower than scalar code until the optimising compiler has done it, which
/// takes about a second; so it is warmed on a thread of its own once enough was hashed to be worth it, and takes
/// over when it agrees with the scalar twin and is faster. Short commands never pay for it.
/// `-Dreel.hash=scalar|vector8|vector16` decides instead.
final class Kernels {
    static final Kernel SCALAR = new ScalarKernel();

    /// Bytes that scalar code hashes before warming starts: some 10 ms of work.
    private static final long WORTH_WARMING_BYTES = 4 << 20;

    /// A kernel that is not fast after so long never will be.
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private static final String PROPERTY = "reel.hash";

    private static final @Nullable Kernel CANDIDATE;
    private static final AtomicBoolean WARMING = new AtomicBoolean();

    private static volatile Kernel current = SCALAR;

    private static volatile boolean warming;

    private static volatile @Nullable Thread warmer;

    /// Only to decide when to warm, so lost updates do no harm.
    private static long workedBytes;

    static {
        String wish = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        switch (wish) {
            case "scalar" -> CANDIDATE = null;
            case "vector8", "vector16" -> {
                CANDIDATE = null;
                if (vectors) {
                    current = VectorKernels.named(wish);
                }
            }
            default -> CANDIDATE = vectors && optimises() ? VectorKernels.widest() : null;
        }
    }

    /// Apart, so that nothing of the incubator module is loaded where it is absent.
    private static final class VectorKernels {
        static Kernel named(String name) {
            return name.equals("vector8") ? new Vector8Kernel() : new Vector16Kernel();
        }

        static @Nullable Kernel widest() {
            int bits = IntVector.SPECIES_PREFERRED.vectorBitSize();
            return bits >= 512 ? new Vector16Kernel() : bits == 256 ? new Vector8Kernel() : null;
        }
    }

    private Kernels() {}

    static Kernel current() {
        return current;
    }

    /// The name, as [#PROPERTY] takes it, of the kernel that hashes once everything is warm.
    static String destined() {
        Kernel candidate = CANDIDATE;
        Kernel kernel = candidate == null ? current : candidate;
        return kernel == SCALAR ? "scalar" : "vector" + kernel.width();
    }

    /// Makes one kernel hash whatever the machine prefers, for tests; answers the one before.
    static Kernel pin(Kernel kernel) {
        WARMING.set(true);
        Kernel before = current;
        current = kernel;
        return before;
    }

    /// Whether the JVM has its optimising compiler: the quick one alone makes vectors slower than scalars.
    private static boolean optimises() {
        String mode = System.getProperty("java.vm.info", "");
        return mode.contains("mixed mode") && !mode.contains("emulated-client");
    }

    /// Notes work done, and begins to warm the vector kernel when there was enough of it.
    static void worked(Kernel by, long bytes) {
        if (by == SCALAR && CANDIDATE != null) {
            workedBytes += bytes;
            if (workedBytes >= WORTH_WARMING_BYTES) {
                warm();
            }
        }
    }

    /// Begins to warm the vector kernel if that was not done yet.
    static void warm() {
        Kernel candidate = CANDIDATE;
        if (candidate != null && !WARMING.get() && WARMING.compareAndSet(false, true)) {
            warming = true;
            warmer = Thread.ofPlatform().daemon().name("reel-hash-warm").start(() -> {
                try {
                    admit(candidate);
                } finally {
                    warming = false;
                }
            });
        }
    }

    /// Whether the vector kernel is being compiled now; false once it is in use or was given up.
    static boolean warming() {
        return warming;
    }

    /// Waits until nothing is being warmed, at most so long.
    static void awaitWarm(Duration most) throws InterruptedException {
        Thread thread = warmer;
        if (thread != null) {
            boolean unused = thread.join(most);
        }
    }

    private static void admit(Kernel candidate) {
        try (Arena own = Arena.ofConfined()) {
            admit(candidate, new Trial(candidate.width(), own));
        }
    }

    private static void admit(Kernel candidate, Trial trial) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int better = 0;
        while (better < 8 && System.nanoTime() < deadline) {
            long start = System.nanoTime();
            trial.run(SCALAR, trial.expected);
            long scalar = System.nanoTime();
            trial.run(candidate, trial.actual);
            long vector = System.nanoTime();
            if (!Arrays.equals(trial.expected, trial.actual)) {
                System.getLogger(Kernels.class.getName())
                        .log(System.Logger.Level.WARNING, "BLAKE3 vector code disagrees with scalar code; not used");
                return;
            }
            better = vector - scalar < (scalar - start) / 2 ? better + 1 : 0;
        }
        if (better == 8) {
            current = candidate;
        }
    }

    /// A small job that every kernel must do alike: three blocks a lane are enough to have the loops compiled. It
    /// takes turns between memory of one thread and of all: code that has seen only one kind is compiled once more
    /// when the other comes.
    private static final class Trial {
        private static final int BYTES = 3 * Spec.BLOCK_BYTES;

        final byte[] expected;
        final byte[] actual;
        private final MemorySegment everybodys = Arena.ofAuto().allocate((long) Lanes.MOST * BYTES, 64);
        private final MemorySegment own;
        private final MemorySegment cvs;
        private final Lanes lanes = new Lanes();

        private int runs;

        Trial(int width, Arena arena) {
            expected = new byte[4 * Spec.CV_WORDS * width];
            actual = new byte[expected.length];
            cvs = Arena.ofAuto().allocate(expected.length, 64);
            for (long i = 0; i < everybodys.byteSize(); i++) {
                everybodys.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31));
            }
            own = arena.allocate(everybodys.byteSize(), 64).copyFrom(everybodys);
            lanes.start = Spec.CHUNK_START;
            for (int i = 0; i < width; i++) {
                lanes.add((long) i * BYTES, BYTES, i, Spec.CHUNK_END, 4L * Spec.CV_WORDS * i);
            }
        }

        void run(Kernel kernel, byte[] into) {
            // Each kernel has its turn before the memory changes.
            kernel.run((runs++ & 2) == 0 ? everybodys : own, lanes, Spec.IV, cvs);
            MemorySegment.ofArray(into).copyFrom(cvs);
        }
    }
}
