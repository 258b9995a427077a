package reel.stream.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Refused;

class MemoryProfileTest {
    @ParameterizedTest
    @CsvSource({
        "low, 268435456", "default, 1073741824", "HIGH, 4294967296", "Max, 8589934592", "1g, 1073741824",
        "300m, 314572800", "300 MiB, 314572800", "2GB, 2147483648", "65536k, 67108864", "67108864, 67108864",
        "16t, 17592186044416", "' 1g ', 1073741824"
    })
    void parse_profileOrAmount_isItsBytes(String text, long bytes) throws Exception {
        assertThat(MemoryProfile.parse("--memory", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lots", "-1g", "1.5g", "g", "1x", "1gg", "0x10m", "١g"})
    void parse_noAmount_isRefusedWithExamples(String text) {
        assertThatThrownBy(() -> MemoryProfile.parse("--memory", text))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.hint()).contains("300m"))
                .hasMessage("--memory: \"" + text + "\" is not an amount of memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "63m",
                "67108863",
                "17t",
                "9223372036854775807",
                "99999999999999999999999999t",
                "9999999999999t"
            })
    void parse_outOfRange_isRefusedWithTheRange(String text) {
        assertThatThrownBy(() -> MemoryProfile.parse("REEL_MEMORY", text))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("REEL_MEMORY: \"" + text + "\" is out of range")
                .hasMessageContaining("at least 64m and at most 16t");
    }

    @Test
    void profiles_inOrder_growAndAreWithinTheRange() {
        long before = MemoryProfile.LEAST_BYTES;
        for (MemoryProfile profile : MemoryProfile.values()) {
            assertThat(profile.bytes()).isGreaterThan(before).isLessThan(MemoryProfile.MOST_BYTES);
            before = profile.bytes();
        }
    }
}
