package reel.app.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.unlock.Secrets;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.stream.Refused;

/// Who to be: keyring before environment before the person.
final class PlaceLoginsTest {
    private static final Location NAS = new Location("sftp", null, "nas", 22, "/vol", null);
    private static final Location BUCKET = new Location("s3", null, "bucket", -1, "/", null);
    private static final Location ACCOUNT = new Location("az", null, "studio", -1, "/film", null);

    @TempDir
    @Nullable
    Path temp;

    private final List<String> asked = new ArrayList<>();

    private Path place() {
        return Objects.requireNonNull(temp);
    }

    private PlaceLogins logins(@Nullable String remote, Location where, Map<String, String> environment) {
        return new PlaceLogins(remote, where, Map.of(), new Secrets(environment, question -> {
            asked.add(question);
            return "typed".toCharArray();
        }));
    }

    /// A keyring that keeps each secret in a file named by the sum of what it is for.
    private Map<String, String> withKeyring(Map<String, String> more) throws IOException {
        Path tool = Files.writeString(place().resolve("secret-tool"), """
                #!/bin/sh
                for last; do :; done
                name=$KEPT/$(printf %s "$last" | /usr/bin/cksum | /usr/bin/tr ' ' -)
                echo "$@" >> "$KEPT.arguments"
                case $1 in
                store) /bin/cat > "$name";;
                lookup) test -e "$name" && /bin/cat "$name";;
                clear) /bin/rm -f "$name";;
                esac
                """);
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(place().resolve("kept"));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("PATH", place().toString());
        environment.put("KEPT", place().resolve("kept").toString());
        return environment;
    }

    @Test
    void environment_ofTheRemote_goesBeforeThatOfTheService() throws IOException {
        Map<String, String> environment =
                Map.of("REEL_SFTP_PASSWORD", "general", "REEL_BIG_NAS_PASSWORD", "own", "REEL_BIG_NAS_USER", "film");

        assertThat(logins("big-nas", NAS, environment).known(NAS)).isEqualTo(new Login.Password("film", "own"));
        assertThat(logins("other", NAS, environment).known(NAS)).isEqualTo(new Login.Password(null, "general"));
        assertThat(logins(null, BUCKET, environment).known(BUCKET)).isNull();
    }

    @Test
    void environment_ofEveryService_hasItsWords() throws IOException {
        assertThat(logins(null, BUCKET, Map.of("REEL_S3_ACCESS_KEY", "id", "REEL_S3_SECRET_KEY", "s3cret"))
                        .known(BUCKET))
                .isEqualTo(new Login.AccessKey("id", "s3cret", null));
        assertThat(logins(null, ACCOUNT, Map.of("REEL_AZ_KEY", "k3y")).known(ACCOUNT))
                .isEqualTo(new Login.AccessKey("studio", "k3y", null));
        assertThat(logins(null, ACCOUNT, Map.of("REEL_AZ_SAS", "sig")).known(ACCOUNT))
                .isEqualTo(new Login.Token("sig"));
        assertThat(logins(null, NAS, Map.of("REEL_SFTP_SSH_KEY", "/k", "REEL_SFTP_PASSPHRASE", "p"))
                        .known(NAS))
                .isEqualTo(new Login.SshKey(null, Path.of("/k"), "p"));
        assertThat(logins(null, BUCKET, Map.of("REEL_S3_ANONYMOUS", "1")).known(BUCKET))
                .isEqualTo(new Login.Anonymous());
        assertThatThrownBy(() ->
                        logins(null, BUCKET, Map.of("REEL_S3_ACCESS_KEY", "id")).known(BUCKET))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("REEL_S3_SECRET_KEY");
    }

    @Test
    void environment_thatNamesAFile_readsItIfItIsPrivate() throws IOException {
        Path file = Files.writeString(place().resolve("secret"), "from a file\n");
        Map<String, String> environment = Map.of("REEL_SFTP_PASSWORD_FILE", file.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> logins(null, NAS, environment).known(NAS))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("others can read");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(logins(null, NAS, environment).known(NAS)).isEqualTo(new Login.Password(null, "from a file"));
    }

    @Test
    void otherHost_isToldNothing() throws IOException {
        PlaceLogins logins = logins(null, NAS, Map.of("REEL_SFTP_PASSWORD", "s3cret"));

        assertThat(logins.known(new Location("sftp", null, "evil", 22, "/", null)))
                .isNull();
        assertThat(logins.known(new Location("http", null, "nas", 22, "/", null)))
                .isNull();
        assertThat(logins.ask(new Location("sftp", null, "evil", 22, "/", null), "password"))
                .isNull();
        assertThat(asked).isEmpty();
        assertThat(logins.ask(NAS, "password of film@nas")).isEqualTo("typed".toCharArray());
        assertThat(asked).containsExactly("Password of film@nas: ");
    }

    @Test
    void keyring_goesBeforeTheEnvironment_andForgets() throws IOException {
        Map<String, String> environment = withKeyring(Map.of("REEL_SFTP_PASSWORD", "general"));
        List<Login> all = List.of(
                new Login.Password("film", "two\nlines"),
                new Login.Password(null, "grün"),
                new Login.Token("t"),
                new Login.AccessKey("id", "secret", "session"),
                new Login.AccessKey("id", "secret", null),
                new Login.SshKey("u", Path.of("/k"), null),
                new Login.Anonymous());
        for (Login login : all) {
            logins("nas", NAS, environment).keep(login);
            assertThat(logins("nas", NAS, environment).known(NAS)).isEqualTo(login);
        }
        assertThat(logins("other", NAS, environment).known(NAS)).isEqualTo(new Login.Password(null, "general"));
        assertThat(logins("nas", NAS, environment).forget()).isTrue();
        assertThat(logins("nas", NAS, environment).forget()).isFalse();
        assertThat(logins("nas", NAS, environment).known(NAS)).isEqualTo(new Login.Password(null, "general"));
        assertThat(Files.readString(place().resolve("kept.arguments"))).doesNotContain("secret\n", "grün", "two");
    }

    @Test
    void keyring_ofAHost_servesItsRemotes_andNoOther() throws IOException {
        Map<String, String> environment = withKeyring(Map.of());
        logins(null, NAS, environment).keep(new Login.Token("host"));
        Location moved = new Location("sftp", null, "evil", 22, "/vol", null);

        assertThat(logins("nas", NAS, environment).known(NAS)).isEqualTo(new Login.Token("host"));
        logins("nas", NAS, environment).keep(new Login.Token("remote"));
        assertThat(logins("nas", NAS, environment).known(NAS)).isEqualTo(new Login.Token("remote"));
        assertThat(logins("nas", moved, environment).known(moved)).isNull();
    }

    @Test
    void keyring_thatIsNotThere_saysWhatElse() {
        assertThatThrownBy(() -> logins("nas", NAS, Map.of()).keep(new Login.Token("t")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.hint()).contains("REEL_NAS_PASSWORD_FILE"));
    }

    @Test
    void login_shown_keepsItsSecret() {
        for (Login login : List.of(
                new Login.Password("u", "hunter2"),
                new Login.SshKey("u", Path.of("/k"), "hunter2"),
                new Login.Token("hunter2"),
                new Login.AccessKey("id", "hunter2", "hunter2"))) {
            assertThat(login.toString()).doesNotContain("hunter2");
        }
    }
}
