package reel.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;

/// The file of remotes.
final class RemotesTest {
    @TempDir
    @Nullable
    Path temp;

    private Path home() {
        return Objects.requireNonNull(temp);
    }

    private Remotes load() throws IOException {
        return Remotes.load(Map.of(), home());
    }

    private static Remote nas() throws Refused {
        return Remote.of("nas", "sftp://film@nas/vol", Map.of("known-hosts", "/k"));
    }

    @Test
    void remote_added_isThereTheNextTime() throws IOException {
        load().add(nas(), false);

        assertThat(load().all()).containsExactly(nas());
        assertThat(load().path()).isEqualTo(home().resolve(".config/reel/remotes.toml"));
        try (var files = Files.list(home().resolve(".config/reel"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void file_ofAnEnvironment_isItsOwn() throws IOException {
        assertThat(Remotes.load(Map.of("XDG_CONFIG_HOME", "/x"), home()).path())
                .isEqualTo(Path.of("/x/reel/remotes.toml"));
        assertThat(Remotes.load(Map.of("XDG_CONFIG_HOME", "/x", "REEL_CONFIG_DIR", "/y"), home())
                        .path())
                .isEqualTo(Path.of("/y/remotes.toml"));
    }

    @Test
    void remote_ofAKnownName_isReplacedOnlyWhenTold() throws IOException {
        load().add(nas(), false);
        Remote other = Remote.of("nas", "s3://bucket", Map.of());

        assertThatThrownBy(() -> load().add(other, false)).isInstanceOf(Conflict.class);
        assertThat(load().all()).containsExactly(nas());
        load().add(other, true);
        assertThat(load().all()).containsExactly(other);
    }

    @Test
    void remote_removed_leavesTheOthersAndTheirComments() throws IOException {
        Path file = home().resolve(".config/reel/remotes.toml");
        Files.createDirectories(home().resolve(".config/reel"));
        Files.writeString(file, """
                # the big disk
                [nas]
                url = "sftp://nas/vol"

                [other]
                url = "s3://bucket"
                region = "eu-west-1"
                """);
        load().remove("other");

        assertThat(Files.readString(file))
                .contains("the big disk", "sftp://nas/vol")
                .doesNotContain("bucket");
        assertThatThrownBy(() -> load().remove("other"))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "a b", "-n", "a/b", "a:b", "", "ä1"})
    void name_thatNoCommandLineCouldTell_isRefused(String name) {
        assertThatThrownBy(() -> Remote.of(name, "s3://bucket", Map.of())).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "secret-key", "SECRET_KEY", "token", "sas", "passphrase"})
    void option_thatIsASecret_isRefused(String key) {
        assertThatThrownBy(() -> Remote.of("nas", "s3://bucket", Map.of(key, "hunter2")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("is a secret")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp://a:hunter2@nas/", "https://h/?sig=hunter2", "nas", "/path"})
    void url_thatIsNone_orHoldsASecret_isRefused(String url) {
        assertThatThrownBy(() -> Remote.of("nas", url, Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas = 3", "[nas]\nhost = 'x'", "[nas"})
    void file_thatIsNotOfThisKind_isNamed(String text) throws IOException {
        Files.createDirectories(home().resolve(".config/reel"));
        Files.writeString(home().resolve(".config/reel/remotes.toml"), text);

        assertThatThrownBy(this::load).isInstanceOf(Corrupt.class).hasMessageContaining("remotes.toml");
    }
}
