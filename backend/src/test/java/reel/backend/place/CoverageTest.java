package reel.backend.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CoverageTest {
    @Test
    void coverage_ofRandomRanges_agreesWithASetOfBits() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Coverage coverage = new Coverage();
            BitSet bits = new BitSet();
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(60);
                int length = random.nextInt(10);
                coverage.add(from, length);
                bits.set(from, from + length);
                int missing = bits.nextClearBit(0);
                assertThat(coverage.firstMissing(64)).as("seed " + seed).isEqualTo(missing < 64 ? missing : -1);
                assertThat(coverage.end()).isEqualTo(bits.length());
            }
        }
    }

    @Test
    void requireWhole_withAGap_namesIt() {
        Coverage coverage = new Coverage();
        coverage.requireWhole("empty", 0);
        coverage.requireWhole("empty", Entry.UNKNOWN);
        coverage.add(0, 10);
        coverage.add(20, 10);

        assertThatThrownBy(() -> coverage.requireWhole("a.mov", 30))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("byte 10");
        assertThatThrownBy(() -> coverage.requireWhole("a.mov", Entry.UNKNOWN))
                .isInstanceOf(IllegalStateException.class);
        coverage.add(10, 10);
        coverage.requireWhole("a.mov", Entry.UNKNOWN);
    }
}
