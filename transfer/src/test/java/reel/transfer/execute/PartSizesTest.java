package reel.transfer.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.backend.place.PartRule;
import reel.backend.place.WriteRequest;
import reel.stream.Refused;

final class PartSizesTest {
    private static final long MB = 1 << 20;
    private static final long MEMORY = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "500000, 0, 500000",
        "4, 300, 4",
        "104857600, 0, 4194304",
        "104857600, 300, 4194304",
        "104857601, 0, 8388608",
        "104857601, 20, 8388608",
        "104857601, 50, 8388608",
        "104857601, 300, 8388608",
        "536870912, 50, 8388608",
        "1073741824, 300, 16777216",
        "4294967296, 50, 33554432",
        "4294967296, 300, 67108864",
        "1099511627776, 300, 67108864",
    })
    void parts_whereAnythingGoes_followSizeAndRoundTrip(long size, long millis, long expected) throws Refused {
        assertThat(PartSizes.of(size, PartRule.FREE, Duration.ofMillis(millis), MEMORY, "x"))
                .isEqualTo(expected);
    }

    @Test
    void parts_ofAnyRule_areAllowedByIt() throws Refused {
        Random random = new Random(1);
        int tried = 0;
        for (int i = 0; i < 3000; i++) {
            long least = random.nextLong(1, 16 * MB);
            long most = least + random.nextLong(512 * MB) + 64 * MB;
            long multiple = random.nextBoolean() ? 1 : 256 << 10;
            PartRule rule = new PartRule(false, least, most, 10_000, multiple, false, random.nextLong(1, 64 * MB));
            long size = random.nextLong(1, 1L << random.nextInt(1, 42));
            long part;
            try {
                part = PartSizes.of(size, rule, Duration.ofMillis(random.nextInt(400)), MEMORY, "x");
            } catch (Refused tooLarge) {
                assertThat(size).isGreaterThan(10_000 * (most - MB));
                continue;
            }
            tried++;
            WriteRequest request = WriteRequest.replacing("x", size, part);
            long parts = Math.ceilDiv(size, part);
            assertThat(parts).isBetween(1L, 10_000L);
            rule.require(request, 0, Math.min(part, size));
            rule.require(request, (parts - 1) * part, size - (parts - 1) * part);
        }
        assertThat(tried).isGreaterThan(2500);
    }

    @Test
    void parts_ofAFileThatIsTooLarge_areRefused() {
        PartRule rule = new PartRule(false, 5 * MB, 5 * MB, 10, 1, false, 5 * MB);

        assertThatThrownBy(() -> PartSizes.of(51 * MB, rule, Duration.ZERO, MEMORY, "x"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void parts_thatAreHeldInMemory_takeASixteenthOfIt() throws Refused {
        PartRule rule = new PartRule(false, MB, 1L << 30, 10_000, 1, false, 1L << 30);

        assertThat(PartSizes.of(1L << 33, rule, Duration.ofMillis(300), 64 * MB, "x"))
                .isEqualTo(4 * MB);
    }
}
