package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.cli.screen.ExitCode;
import reel.cli.screen.Surroundings;

/// Output that nobody takes: `reel help add | true`, `reel --help >/dev/full`.
final class LostReaderTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String why, String... args) {
        OutputStream lost = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
        return Main.run(
                new Surroundings(
                        folder, folder, Map.of(), new ByteArrayInputStream(new byte[0]), lost, err, false, false, 80),
                args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "help add", "add --help", "--help", "op --help", "protect encode --help"})
    void readerThatWentAway_endsTheCommandInSilence(String words) {
        assertThat(run("Broken pipe", words.split(" "))).isEqualTo(ExitCode.CLOSED.number());
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "help add", "add --help", "--help", "op --help", "protect encode --help"})
    void fullDisk_isSaid(String words) {
        assertThat(run("No space left on device", words.split(" "))).isEqualTo(ExitCode.EXHAUSTED.number());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("reel: error: the output: the disk it goes to is full")
                .doesNotContain("\tat ");
    }
}
