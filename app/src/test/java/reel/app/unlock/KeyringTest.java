package reel.app.unlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Refused;

/// The keyring through programs that answer, fail, and hang.
final class KeyringTest {
    private static final String REPOSITORY = "0123456789abcdef0123456789abcdef";
    private static final char[] PASSPHRASE = "grün \"quoted\" $HOME \\".toCharArray();
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    @Nullable
    Path temp;

    private Path place() {
        return Objects.requireNonNull(temp);
    }

    private Path kept() {
        return place().resolve("kept");
    }

    /// A keyring that is this shell script; `$1` says what is asked of `secret-tool`.
    private Keyring ring(String program, String script, Duration patience) throws IOException {
        Path tool = Files.writeString(place().resolve(program), "#!/bin/sh\n" + script);
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        return Objects.requireNonNull(
                Keyring.find(Map.of("PATH", "/does-not-exist::" + place(), "KEPT", kept().toString()), patience));
    }

    private Keyring honest() throws IOException {
        return ring("secret-tool", """
                echo "$@" >> "$KEPT.arguments"
                case $1 in
                store) /bin/cat > "$KEPT";;
                lookup) test -e "$KEPT" && /bin/cat "$KEPT" && echo;;
                clear) /bin/rm -f "$KEPT";;
                esac
                """, LONG);
    }

    @Test
    void passphrase_stored_isFoundUntilItIsCleared() throws IOException {
        Keyring ring = honest();
        assertThat(ring.lookup(REPOSITORY)).isNull();

        ring.store(REPOSITORY, PASSPHRASE);

        assertThat(ring.lookup(REPOSITORY)).isEqualTo(PASSPHRASE);
        assertThat(Files.readString(kept())).matches("[0-9a-f]+");
        assertThat(Files.readString(place().resolve("kept.arguments")))
                .contains(REPOSITORY)
                .doesNotContain("grün", Files.readString(kept()));
        ring.clear(REPOSITORY);
        assertThat(ring.lookup(REPOSITORY)).isNull();
        assertThatCode(() -> ring.clear(REPOSITORY)).doesNotThrowAnyException();
    }

    @Test
    void security_ofAnotherSystem_isAskedInItsOwnWords() throws IOException {
        Keyring ring = ring("security", """
                case $1 in
                -i) read -r line; echo "$line" | /bin/sed 's/.* -w //' > "$KEPT";;
                find-generic-password) test -e "$KEPT" && /bin/cat "$KEPT" || exit 44;;
                delete-generic-password) test -e "$KEPT" && /bin/rm "$KEPT" || exit 44;;
                esac
                """, LONG);
        ring.store(REPOSITORY, PASSPHRASE);
        assertThat(ring.lookup(REPOSITORY)).isEqualTo(PASSPHRASE);
        ring.clear(REPOSITORY);
        assertThat(ring.lookup(REPOSITORY)).isNull();
        assertThatCode(() -> ring.clear(REPOSITORY)).as("nothing there").doesNotThrowAnyException();
    }

    @Test
    void answers_thatAreNoPassphrase_areNone() throws IOException {
        for (String answer : new String[] {"", "abc", "not digits", "AB", "\uff11\uff11"}) {
            Keyring ring = ring("secret-tool", "echo '" + answer + "'\n", LONG);
            assertThat(ring.lookup(REPOSITORY)).as(answer).isNull();
        }
        String right = HexFormat.of().formatHex("right".getBytes(StandardCharsets.UTF_8));
        assertThat(ring("secret-tool", "echo " + right + "; exit 1\n", LONG).lookup(REPOSITORY))
                .as("said by one that failed")
                .isNull();
    }

    @Test
    void answer_withoutEnd_isCutOffAndIsNone() throws IOException {
        Keyring ring = ring("secret-tool", "while echo 0123456789abcdef; do :; done\n", LONG);
        assertThat(ring.lookup(REPOSITORY)).isNull();
    }

    @Test
    void store_thatKeepsNothingOrSomethingElse_isRefused() throws IOException {
        for (String script : new String[] {"exit 0\n", "exit 1\n", "echo 6162\n"}) {
            Keyring ring = ring("secret-tool", script, LONG);
            assertThatThrownBy(() -> ring.store(REPOSITORY, PASSPHRASE))
                    .as(script)
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("did not keep");
        }
    }

    @Test
    void clear_thatFailsOrForgetsNothing_isRefused() throws IOException {
        for (String tool : new String[] {"secret-tool", "security"}) {
            for (String script : new String[] {"exit 1\n", "echo 6162\n"}) {
                Keyring ring = ring(tool, script, LONG);
                assertThatThrownBy(() -> ring.clear(REPOSITORY))
                        .as(tool + ": " + script)
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("did not forget");
            }
            Files.delete(place().resolve(tool));
        }
    }

    @Test
    void program_thatHangsWithItsOutputOpen_isEndedWithAllItStarted() throws IOException {
        Keyring ring = ring("secret-tool", """
                /bin/sleep 1000 &
                echo $$ $! > "$KEPT.fresh"
                /bin/mv "$KEPT.fresh" "$KEPT"
                wait
                """, SHORT);

        assertThat(ring.lookup(REPOSITORY)).isNull();

        for (String pid : Files.readString(kept()).strip().split(" ")) {
            awaitEnd(Long.parseLong(pid));
        }
        assertThatThrownBy(() -> ring.clear(REPOSITORY)).isInstanceOf(Refused.class);
    }

    @Test
    void program_thatClosesItsOutputAndHangs_isEndedToo() throws IOException {
        Keyring ring = ring("secret-tool", """
                echo 6162
                echo $$ > "$KEPT.fresh"
                /bin/mv "$KEPT.fresh" "$KEPT"
                exec >&-
                exec /bin/sleep 1000
                """, SHORT);

        assertThat(ring.lookup(REPOSITORY)).isNull();

        awaitEnd(Long.parseLong(Files.readString(kept()).strip()));
    }

    /// Of one that has ended but that nobody has waited for yet, the system still knows the number, no more the
    /// program.
    private static void awaitEnd(long pid) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent()) {
            assertThat(System.nanoTime()).as("process %d runs", pid).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void keyring_whereNoProgramIs_isNoneAndRequiredOneIsRefused() {
        assertThat(Keyring.find(Map.of("PATH", place().toString()))).isNull();
        assertThat(Keyring.find(Map.of())).isNull();
        assertThatThrownBy(() -> Keyring.require(Map.of("PATH", place().toString())))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("secret-tool");
    }
}
