package reel.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
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
        assertThat(shell("reel_jvm_kind " + words)).isEqualTo(kind + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "copy a b, yes",
        "-C folder sync --delete a b, yes",
        "copy a sftp://nas/x, yes",
        "copy nas:/x b, yes",
        "sync backup:x nas:/x, yes",
        "copy a cloud:x, no",
        "copy nas:/x cloud:x, no",
        "copy a unknown:x, no",
        "copy a .*:x, no",
        "copy a web:x, no",
        "copy https://host/x b, no",
        "copy --bwlimit 10M:off a b, no",
        "check a b, no",
    })
    void compilers_areLeftOutWhereNoByteIsEncryptedHere(String words, String answer, @TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("remotes.toml"), """
                [cloud]
                \turl = "s3://films"
                [nas]
                \tconfig = "/etc/ssh"
                \turl = "sftp://film@nas:22/vol"
                [web]
                [backup]
                url="ssh://other/"
                """);

        assertThat(shell("REEL_CONFIG_DIR='" + folder + "' && reel_without_tls " + words + " && echo yes || echo no"))
                .isEqualTo(answer + "\n");
    }

    private static String shell(String words) throws IOException {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "set -f; . \"$0\"; " + words,
                        TidyTest.root().resolve("cli/src/build/jvm.sh").toString())
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
