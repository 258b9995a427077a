package reel.transfer.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {
    private final RoundTrips roundTrips = new RoundTrips();

    @Test
    void average_ofAFarSideThatAnswered_isNotHiddenByANearOne() {
        roundTrips.answered(Duration.ofMillis(50));
        for (int file = 0; file < 100; file++) {
            roundTrips.beginning(() -> file(1));
        }

        assertThat(roundTrips.average()).isEqualTo(Duration.ofMillis(50));
        assertThat(roundTrips.fresh()).isEqualTo(Duration.ofMillis(50));
        assertThat(roundTrips.fresh()).isNull();
    }

    private static int file(int number) {
        return number;
    }
}
