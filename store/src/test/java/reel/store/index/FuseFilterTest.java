package reel.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.testkit.Seeded;

@Seeded
final class FuseFilterTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 31, 100, 1000, 4095, 32768, 200_000})
    void mayHold_ofEveryKey_isTrue(int count, RandomGenerator random) {
        long[] keys = random.longs(count).toArray();
        FuseFilter filter = FuseFilter.build(keys.clone(), count);
        for (long key : keys) {
            assertThat(filter.mayHold(key)).isTrue();
        }
        assertThat(filter.fingerprints()).hasSize((int) FuseFilter.bytes(filter.segment(), filter.length()));
    }

    @Test
    void mayHold_ofOtherKeys_isOneIn256(RandomGenerator random) {
        int count = 32768;
        FuseFilter filter = FuseFilter.build(random.longs(count).toArray(), count);
        int wrong = 0;
        int tries = 400_000;
        for (int i = 0; i < tries; i++) {
            wrong += filter.mayHold(random.nextLong()) ? 1 : 0;
        }
        assertThat((double) wrong / tries).isBetween(0.0032, 0.0046);
        assertThat(filter.fingerprints().length * 8.0 / count).isLessThan(10.5);
    }

    @Test
    void build_fromRepeatedKeys_countsThemOnce(RandomGenerator random) {
        long key = random.nextLong();
        FuseFilter filter = FuseFilter.build(new long[] {key, key, 5, key, 5}, 5);
        assertThat(filter.mayHold(key) && filter.mayHold(5)).isTrue();
    }

    @Test
    void build_fromNothing_holdsNothing() {
        assertThat(FuseFilter.build(new long[0], 0).mayHold(0)).isFalse();
    }
}
