package reel.raptorq.jvm;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.incubator.vector.LongVector;
import org.jspecify.annotations.Nullable;
import reel.raptorq.Installed;
import reel.raptorq.Kernels;

/// The choice of kernels on a JVM: the scalar ones until the vector ones are compiled, then those.
///
/// Vector code is many times slower than scalar code until the optimising compiler has done it. So it is
/// warmed on a thread of its own, and installed once it agrees with the scalar twin and is faster. The system
/// property `reel.raptorq`, `scalar` or `vector`, decides at once instead.
public final class JvmKernels {
    /// The system property that decides.
    public static final String PROPERTY = "reel.raptorq";

    /// Vector code that is not fast after so long never will be.
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private static volatile @Nullable Thread warmer;

    private JvmKernels() {}

    /// Begins to warm the vector kernels, which install themselves when they are ready. Encoders and decoders
    /// that are at work take them over with their next block. Any call but the first does nothing.
    ///
    /// @return the name of the kernels that will be in use
    public static String install() {
        String wish = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
        Kernels vector = wish.equals("scalar") ? null : vector();
        if (vector == null) {
            return Installed.kernels().name();
        }
        if (STARTED.compareAndSet(false, true)) {
            if (wish.equals("vector")) {
                Installed.install(vector);
            } else if (optimises()) {
                warmer = Thread.ofPlatform().daemon().name("reel-raptorq-warm").start(() -> admit(vector));
            } else {
                return Installed.kernels().name();
            }
        }
        return vector.name();
    }

    /// Waits until what [#install] has begun is ready or was given up, at most so long: for who has so much to
    /// code that the slow start costs more.
    public static void await(Duration most) throws InterruptedException {
        Thread thread = warmer;
        if (thread != null) {
            boolean unused = thread.join(most);
        }
    }

    /// The vector kernels; null where the module `jdk.incubator.vector` is absent or vectors are short.
    public static @Nullable Kernels vector() {
        boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return there ? Vectors.make() : null;
    }

    /// Apart, so that nothing of the incubator module is loaded where it is absent.
    private static final class Vectors {
        static @Nullable Kernels make() {
            return LongVector.SPECIES_PREFERRED.vectorBitSize() >= 256 ? new VectorKernels() : null;
        }
    }

    /// Whether the JVM has its optimising compiler: the quick one alone makes vectors slower than scalars.
    private static boolean optimises() {
        String mode = System.getProperty("java.vm.info", "");
        return mode.contains("mixed mode") && !mode.contains("emulated-client");
    }

    private static void admit(Kernels candidate) {
        Trial trial = new Trial();
        Kernels scalar = Installed.scalar();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int better = 0;
        while (better < 8 && System.nanoTime() < deadline) {
            long start = System.nanoTime();
            long[] expected = trial.run(scalar);
            long middle = System.nanoTime();
            long[] actual = trial.run(candidate);
            long end = System.nanoTime();
            if (!Arrays.equals(expected, actual)) {
                System.getLogger(JvmKernels.class.getName())
                        .log(System.Logger.Level.WARNING, "RaptorQ vector code disagrees with scalar code; not used");
                return;
            }
            better = end - middle < middle - start ? better + 1 : 0;
        }
        if (better == 8) {
            Installed.install(candidate);
        }
    }

    /// A small job through every kernel.
    private static final class Trial {
        private static final int ROWS = 64;
        private static final int STRIDE = 160;

        private final byte[] octets = new byte[8 * STRIDE - 3];
        private final long[] start =
                new SplittableRandom(1).longs((long) ROWS * STRIDE).toArray();
        private final int[] ops;
        private final int[] pairs = new int[ROWS];

        Trial() {
            SplittableRandom random = new SplittableRandom(2);
            int[] list = new int[ROWS * 16];
            int at = 0;
            for (int target = 0; target < ROWS; target++) {
                // Every kind is there: what a compiler has never seen taken is compiled anew when it is.
                int count = target % 16 == 0 ? 0 : random.nextInt(1, 10);
                list[at++] = target;
                list[at++] = target % 8 == 0 ? -1 : random.nextInt(ROWS);
                list[at++] = count;
                for (int i = 0; i < count; i++) {
                    list[at++] = (target + random.nextInt(1, ROWS)) % ROWS;
                }
                pairs[target] = random.nextInt(10) | random.nextInt(10) << 8;
            }
            ops = Arrays.copyOf(list, at);
        }

        /// For symbols of several widths, since wide ones take other loops than narrow ones. Row 60 is scratch
        /// of the HDPC pass and written over, so that all rows can be compared.
        long[] run(Kernels kernels) {
            long[] rows = start.clone();
            byte[] out = octets.clone();
            ByteBuffer wide = ByteBuffer.allocateDirect(8 * (8 * STRIDE + 64) + 64);
            for (int stride = STRIDE; stride >= 8; stride = stride * 2 / 5 & -8) {
                kernels.gather(ops, 0, ops.length, start, 0, rows, 0, stride);
                kernels.hdpc(rows, 0, stride, 50, pairs, 50 * stride, 10);
                kernels.horner(rows, 20 * stride, 60 * stride, stride);
                kernels.sum(pairs, 0, 0, rows, 0, stride, rows, 5 * stride);
                kernels.store(rows, 7 * stride, out, 0, 8 * stride - 3);
                kernels.load(out, 1, 8 * stride - 4, rows, 9 * stride);
                kernels.store(rows, 20 * stride, stride, 8, wide, 64, 8 * stride + 64, 8 * stride);
                kernels.load(wide, 0, 8 * stride + 64, 8, 8 * stride, rows, 37 * stride, -stride);
            }
            return rows;
        }
    }
}
