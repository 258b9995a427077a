package reel.stream.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Refused;

class ChunkProfileTest {
    @ParameterizedTest
    @CsvSource({
        "balanced, 4096, 16384, 65536",
        "video, 16384, 65536, 262144",
        "project, 2048, 8192, 32768",
        "small, 1024, 4096, 16384",
        "rabin, 4096, 16384, 65536",
        "fixed:64k, 65536, 65536, 65536",
        "fixed:1m, 1048576, 1048576, 1048576",
        "fixed:512, 512, 512, 512",
        "rabin:64/128/1k, 64, 128, 1024",
        "fastcdc:4k/16k/65535:nc1, 4096, 16384, 65535",
        "fastcdc:4k/16k/64k:nc2, 4096, 16384, 65536",
        "fastcdc:1m/4m/16m:nc0, 1048576, 4194304, 16777216"
    })
    void parse_ofEveryForm_isWrittenBackTheSame(String text, int min, int avg, int max) throws Exception {
        ChunkProfile profile = ChunkProfile.parse(text);
        assertThat(profile.sizes()).isEqualTo(new ChunkSizes(min, avg, max));
        assertThat(profile).hasToString(text);
        assertThat(profile.chunker().sizes()).isEqualTo(profile.sizes());
    }

    @Test
    void parse_ofAPresetInFull_isThePreset() throws Exception {
        assertThat(ChunkProfile.parse("fastcdc:4k/16k/64k")).isEqualTo(ChunkProfile.BALANCED);
        assertThat(ChunkProfile.parse("fastcdc:4096/16384/65536:nc1")).hasToString("balanced");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Balanced",
                "fixed",
                "fixed:0",
                "fixed:63",
                "fixed:100k",
                "fixed:32m",
                "fixed:999999999m",
                "fixed:-1",
                "fastcdc:4k/16k",
                "fastcdc:16k/4k/64k",
                "fastcdc:4k/10k/64k",
                "fastcdc:4k/16k/64k:nc4",
                "fastcdc:64/64/128:nc3",
                "rabin:4k/16k/64k:nc1",
                "balanced "
            })
    void parse_ofAnythingElse_isRefusedAndSaysWhatIsRight(String text) {
        assertThatThrownBy(() -> ChunkProfile.parse(text))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.hint()).contains("balanced"))
                .hasMessageContaining("`" + text + "`");
    }

    @Test
    void chunker_withSeed_cutsElsewhere() {
        byte[] noise = Fixtures.noise(Fixtures.SEED, 1 << 20);
        assertThat(Fixtures.lengths(ChunkProfile.BALANCED.chunker(7), noise))
                .isNotEqualTo(Fixtures.lengths(ChunkProfile.BALANCED.chunker(), noise));
    }
}
