package reel.raptorq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// How often K, K + 1, K + 2 symbols do not suffice (RFC 6330 §5.8: below 1 in 100, 10⁴, 10⁶ for a receiver
/// that gets random symbols). Only the solver's verdict, no symbols; the program in `bench` counts millions.
@Seeded
final class FailureRateTest {
    @ParameterizedTest
    @CsvSource({"10, 20000", "26, 12000", "101, 5000", "511, 800"})
    void failures_ofSymbolsAboveK_areWithinTheStandardsBounds(int k, int trials, Seed seed) {
        BlockCode code = BlockCode.of(k);
        PlanBuilder builder = new PlanBuilder();
        int[] failed = new int[3];
        RandomGenerator random = seed.random();
        int[] isis = new int[code.symbols + 2];
        for (int trial = 0; trial < trials; trial++) {
            // Repair symbols only, which is the harder case: a random run of ids, each after a random gap.
            int isi = code.symbols + random.nextInt(1 << 20);
            for (int i = 0; i < k + 2; i++) {
                isi += 1 + random.nextInt(3);
                isis[i] = isi;
            }
            for (int i = k; i < code.symbols; i++) {
                isis[i + 2] = i;
            }
            // Padding comes first, so that a prefix is a receiver that has fewer.
            reverse(isis);
            for (int more = 0; more < 3; more++) {
                if (builder.solve(code, isis, isis, code.symbols + more) != null) {
                    break;
                }
                failed[more]++;
            }
        }
        assertThat(failed[0]).as("failures at K of %s", trials).isBetween(1, trials / 100 + trials / 200);
        assertThat(failed[1]).as("failures at K + 1 of %s", trials).isLessThanOrEqualTo(2 + trials / 5000);
        assertThat(failed[2]).as("failures at K + 2 of %s", trials).isZero();
    }

    private static void reverse(int[] list) {
        for (int i = 0, j = list.length - 1; i < j; i++, j--) {
            int kept = list[i];
            list[i] = list[j];
            list[j] = kept;
        }
    }
}
