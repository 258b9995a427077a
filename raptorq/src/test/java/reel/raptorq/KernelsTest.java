package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import reel.testkit.Seeded;

/// Every set of kernels does what the definition says, octet by octet.
@Seeded
final class KernelsTest {
    private static final int ROWS = 24;

    private static long[] rows(RandomGenerator random, int stride) {
        return random.longs(7L + (long) ROWS * stride).toArray();
    }

    @RepeatedTest(60)
    void gather_ofAnyRows_isTheirExclusiveOr(RandomGenerator random) {
        // Rows of eight of the widest vectors, the usual ones, are worked on by a loop of their own.
        int stride = random.nextInt(3) == 0 ? 64 : 8 * random.nextInt(1, 24);
        long[] before = rows(random, stride);
        long[] data = rows(random, stride);
        int n = random.nextInt(12);
        int[] ops = new int[5 + n];
        ops[0] = 77;
        ops[1] = random.nextInt(ROWS);
        ops[2] = random.nextInt(-1, ROWS);
        ops[3] = n;
        for (int i = 0; i < n; i++) {
            ops[4 + i] = i == 0 ? random.nextInt(ROWS) : (ops[1] + random.nextInt(1, ROWS)) % ROWS;
        }
        long[] expected = before.clone();
        for (int c = 0; c < stride; c++) {
            long sum = ops[2] < 0 ? 0 : data[7 + ops[2] * stride + c];
            for (int i = 0; i < n; i++) {
                sum ^= before[7 + ops[4 + i] * stride + c];
            }
            expected[7 + ops[1] * stride + c] = sum;
        }
        for (Kernels kernels : Fixtures.kernels()) {
            long[] after = before.clone();
            kernels.gather(ops, 1, 4 + n, data, 7, after, 7, stride);
            assertThat(after).as(kernels.name()).isEqualTo(expected);
            long[] out = new long[stride + 3];
            kernels.sum(ops, 4, 4 + n, before, 7, stride, out, 3);
            for (int c = 0; c < stride; c++) {
                long sum = 0;
                for (int i = 0; i < n; i++) {
                    sum ^= before[7 + ops[4 + i] * stride + c];
                }
                assertThat(out[3 + c]).isEqualTo(sum);
            }
        }
    }

    @RepeatedTest(40)
    void horner_ofEightRows_weighsThemByPowersOfTwo(RandomGenerator random) {
        int stride = 8 * random.nextInt(1, 20);
        long[] before = rows(random, stride);
        for (Kernels kernels : Fixtures.kernels()) {
            long[] after = before.clone();
            kernels.horner(after, 7 + 3 * stride, 7, stride);
            for (int octet = 0; octet < 8 * stride; octet++) {
                int sum = 0;
                for (int b = 0; b < 8; b++) {
                    sum ^= Octets.product(1 << b, octet(before, 7 + (3 + b) * stride, octet));
                }
                assertThat(octet(after, 7, octet)).isEqualTo(sum);
            }
        }
    }

    private static int octet(long[] rows, int at, int octet) {
        return (int) (rows[at + (octet >> 3)] >>> 8 * (octet & 7)) & 255;
    }

    @RepeatedTest(60)
    void octets_loadedAndStored_areTheSame(RandomGenerator random) {
        byte[] octets = new byte[random.nextInt(1, 700)];
        random.nextBytes(octets);
        int from = random.nextInt(octets.length);
        int length = octets.length - from;
        for (Kernels kernels : Fixtures.kernels()) {
            long[] rows = random.longs(110).toArray();
            kernels.load(octets, from, length, rows, 5);
            for (int i = 0; i < length; i++) {
                assertThat((byte) octet(rows, 5, i)).isEqualTo(octets[from + i]);
            }
            for (int i = length; i % 8 != 0; i++) {
                assertThat(octet(rows, 5, i)).isZero();
            }
            byte[] again = octets.clone();
            Arrays.fill(again, from, octets.length, (byte) 1);
            kernels.store(rows, 5, again, from, length);
            assertThat(again).isEqualTo(octets);
        }
    }
}
