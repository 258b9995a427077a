package reel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SeedTest {
    @Test
    void seed_isReadAsItIsWritten() {
        Seed seed = Seed.fresh();
        assertThat(Seed.parse(seed.toString())).isEqualTo(seed);
        assertThat(Seed.parse("0xFF")).isEqualTo(new Seed(255));
        assertThat(seed.replay()).isEqualTo("-Dreel.seed=" + seed);
    }

    @Test
    void random_ofASeed_isTheSameOnEveryMachine() {
        assertThat(new Seed(42).random().nextLong())
                .isEqualTo(new Seed(42).random().nextLong());
        assertThat(new Seed(42).random().nextLong()).isEqualTo(-4767286540954276203L);
        assertThat(new Seed(42).part(1)).isNotEqualTo(new Seed(42).part(2)).isEqualTo(new Seed(42).part(1));
    }

    @Test
    @Seeded
    void parameters_ofOneTest_shareOneSeed(Seed seed, RandomGenerator random) {
        assertThat(random.nextLong()).isEqualTo(seed.random().nextLong());
    }

    @Test
    void fakeClock_movesOnlyWhenToldOrSleptBy() throws InterruptedException {
        FakeClock clock = FakeClock.create();
        long before = clock.nanoTime();
        clock.advance(Duration.ofSeconds(1));
        clock.sleep(Duration.ofMillis(5));
        assertThat(clock.nanoTime() - before).isEqualTo(1_005_000_000L);
        assertThat(clock.sleeps()).containsExactly(Duration.ofMillis(5));
    }
}
