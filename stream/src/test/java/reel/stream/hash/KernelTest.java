package reel.stream.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Every vector kernel against its scalar twin, lane by lane.
@Seeded
class KernelTest {
    static Kernel[] vectorKernels() {
        return new Kernel[] {new Vector8Kernel(), new Vector16Kernel()};
    }

    @ParameterizedTest
    @MethodSource("vectorKernels")
    void run_lanesOfAnyLengthFlagsAndCounter_equalsScalar(Kernel kernel, Seed seed) {
        RandomGenerator random = seed.random();
        Lanes lanes = new Lanes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(40_000);
            for (long i = 0; i < data.byteSize(); i++) {
                data.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
            int[] key = random.ints(Spec.CV_WORDS).toArray();
            for (int trial = 0; trial < 200; trial++) {
                lanes.count = 0;
                lanes.mode = random.nextInt(128);
                lanes.start = random.nextInt(2);
                int most = random.nextBoolean() ? Spec.BLOCK_BYTES : Spec.LEAF_BYTES;
                for (int i = random.nextInt(kernel.width()); i >= 0; i--) {
                    int bytes = random.nextInt(4) == 0 ? most : random.nextInt(most + 1);
                    long at = random.nextInt(40_000 - Spec.LEAF_BYTES + 1);
                    lanes.add(at, bytes, random.nextLong(), random.nextInt(16), 32L * (15 - i));
                }
                MemorySegment expected = arena.allocate(512);
                MemorySegment actual = arena.allocate(512);
                new ScalarKernel().run(data, lanes, key, expected);
                kernel.run(data, lanes, key, actual);
                assertThat(actual.toArray(ValueLayout.JAVA_BYTE))
                        .as("trial %d", trial)
                        .isEqualTo(expected.toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }
}
