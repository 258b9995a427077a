package reel.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which JVM the launcher starts for a command.
final class JvmKindTest {
    @ParameterizedTest
    @CsvSource({
        "status, small",
        "ls nas:/x, small",
        "add ., large",
        "-C folder commit -am word, large",
        "copy a b, transfer",
        "--memory low copy -v http://host/a b, transfer",
        "sync --delete --transfers 4 a s3://bucket/b, transfer",
        "size a, transfer",
        "copy --verify a b, large",
        "sync -nc a b, large",
        "check --checksum a b, large",
        "copy --compress=zstd:3 a b, large",
        "copy --compress zstd a b, large",
        "move --encrypt a b, large",
        "copy --decrypt a b, large",
    })
    void command_isRunByTheJvmThatSuitsIt(String words, String kind) throws IOException {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        ". \"$0\"; reel_jvm_kind " + words,
                        TidyTest.root().resolve("cli/src/build/jvm.sh").toString())
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(kind + "\n");
    }
}
