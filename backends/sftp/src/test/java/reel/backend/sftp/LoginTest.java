package reel.backend.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.NeedsProgram;

/// Keys, passphrases, agents, passwords and host keys, good and bad, against a real OpenSSH server.
@NeedsProgram({"sshd", "ssh", "ssh-keygen", "ssh-agent", "ssh-add"})
@Timeout(120)
final class LoginTest {
    private static final String SECRET = "pass 'word' $HOME \"\\ é";

    @TempDir
    static Path keys;

    private static SshServer server;

    @TempDir
    Path folder;

    /// Knows or says what a test wants, and remembers what was asked.
    private static final class Told implements Logins {
        private final @Nullable Login login;
        private final @Nullable String answer;
        final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        Told(@Nullable Login login, @Nullable String answer) {
            this.login = login;
            this.answer = answer;
        }

        @Override
        public @Nullable Login known(Location where) {
            return login;
        }

        @Override
        public char @Nullable [] ask(Location where, String what) {
            asked.add(what);
            return answer == null ? null : answer.toCharArray();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = SshServer.start(keys);
        SshServer.makeKey(keys.resolve("locked key"), SECRET);
        SshServer.makeKey(keys.resolve("stranger"), "");
        Files.writeString(
                keys.resolve("authorized"),
                Files.readString(keys.resolve("user-key.pub")) + Files.readString(keys.resolve("locked key.pub")));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private Place open(Logins logins, Map<String, String> options) throws IOException {
        return new SftpPlaces().open(server.at(folder.toString()), server.context(logins, options));
    }

    private ReelException refusal(Logins logins, Map<String, String> options) {
        try (Place place = open(logins, options)) {
            throw new AssertionError("opened " + place.traits().name());
        } catch (ReelException refused) {
            assertThat(refused.getMessage() + refused.hint()).doesNotContain("pass 'word'");
            return refused;
        } catch (IOException other) {
            throw new AssertionError(other);
        }
    }

    private void works(Place place) throws IOException {
        Files.writeString(folder.resolve("seen"), "x");
        assertThat(place.stat("seen").size()).isEqualTo(1);
    }

    private Map<String, String> key(String name) {
        return Map.of("identity", keys.resolve(name).toString());
    }

    @Test
    void key_ofTheRemotesOptions_opens() throws IOException {
        try (Place place = open(Logins.NONE, Map.of())) {
            works(place);
        }
    }

    @Test
    void key_ofTheKeyring_withItsPassphrase_opensWithoutAQuestion() throws IOException {
        Told logins = new Told(new Login.SshKey(null, keys.resolve("locked key"), SECRET), null);
        try (Place place = open(logins, Map.of("identity", ""))) {
            works(place);
        }
        assertThat(logins.asked).isEmpty();
    }

    @Test
    void passphrase_isAskedForOnce_forAllConnections() throws IOException {
        Told logins = new Told(null, SECRET);
        try (Place place = open(logins, key("locked key"))) {
            works(place);
            server.cut();
            try {
                place.stat("seen");
            } catch (Transient lost) {
                // Where the end of the line was not seen before; the next call makes another one.
            }
            works(place);
        }
        assertThat(logins.asked).containsExactly("passphrase of locked key");
    }

    @Test
    void passphrase_thatIsWrong_isRefused() {
        assertThat(refusal(new Told(null, "wrong"), key("locked key"))).isInstanceOf(Refused.class);
    }

    @Test
    void passphrase_thatNobodyCanBeAskedFor_isRefused() {
        assertThat(refusal(Logins.NONE, key("locked key"))).isInstanceOf(Refused.class);
        assertThat(refusal(new Told(null, null), key("locked key"))).isInstanceOf(Refused.class);
    }

    @Test
    void key_ofAStranger_isRefused() {
        ReelException refused = refusal(Logins.NONE, key("stranger"));

        assertThat(refused).isInstanceOf(Refused.class).hasMessageContaining("the login was refused");
        assertThat(refused.hint()).contains("ssh -v");
    }

    @Test
    void key_thatIsNotThere_isMissing() {
        assertThat(refusal(Logins.NONE, key("no such key"))).isInstanceOf(Missing.class);
    }

    @Test
    void agent_withTheKey_opens() throws Exception {
        Path socket = folder.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // It says its address when it is ready.
            assertThat(agent.inputReader().readLine()).contains("SSH_AUTH_SOCK");
            ProcessBuilder add =
                    new ProcessBuilder("ssh-add", "-q", keys.resolve("user-key").toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.start().waitFor()).isZero();
            Path config = folder.resolve("config");
            Files.writeString(config, "IdentityAgent " + socket + "\nIdentityFile none\n");

            try (Place place = open(Logins.NONE, Map.of("identity", "", "config", config.toString()))) {
                works(place);
            }
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    @Test
    void host_thatIsUnknown_isRefused_unlessNewOnesAreAccepted() throws IOException {
        Path known = folder.resolve("known hosts, none yet");
        Map<String, String> options = Map.of("known-hosts", known.toString());
        ReelException refused = refusal(Logins.NONE, options);

        assertThat(refused).isInstanceOf(Refused.class).hasMessageContaining("host key is not known");
        assertThat(refused.hint()).contains("accept-new-host-keys");
        try (Place place = open(Logins.NONE, Map.of("known-hosts", known.toString(), "accept-new-host-keys", "true"))) {
            works(place);
        }
        try (Place place = open(Logins.NONE, options)) {
            works(place);
        }
    }

    @Test
    void host_whoseKeyChanged_isRefused_alsoWhereNewOnesAreAccepted() throws IOException {
        Path known = folder.resolve("known");
        String other = Files.readString(keys.resolve("stranger.pub"));
        Files.writeString(known, "[%s]:%d %s".formatted(SshServer.HOST, server.port(), other));
        for (String accept : List.of("true", "false")) {
            ReelException refused = refusal(
                    new Told(null, "yes"), Map.of("known-hosts", known.toString(), "accept-new-host-keys", accept));

            assertThat(refused).isInstanceOf(Refused.class).hasMessageContaining("not the one that is known");
            assertThat(refused.hint()).contains("ssh-keygen -R");
        }
    }

    @Test
    void server_thatIsNotThere_isTransient() throws IOException {
        Location nowhere = new Location("sftp", "u", SshServer.HOST, SshServer.freePort(), "/", null);

        assertThatThrownBy(() -> new SftpPlaces().open(nowhere, server.context(Logins.NONE, Map.of())))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("refused");
    }

    @Test
    void server_withoutSftp_isRefused() throws Exception {
        try (SshServer bare = SshServer.start(folder, "Subsystem other internal-sftp")) {
            assertThatThrownBy(() -> new SftpPlaces().open(bare.at("/"), bare.context(Logins.NONE, Map.of())))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("offers no SFTP");
        }
    }

    @Test
    void program_thatIsNotInstalled_isRefusedWithAHint() {
        ReelException refused = refusal(Logins.NONE, Map.of("ssh", "no-such-ssh"));

        assertThat(refused).isInstanceOf(Refused.class).hasMessageContaining("no-such-ssh");
        assertThat(refused.hint()).contains("OpenSSH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-oProxyCommand=touch x", "a b", "a;b", "$(id)", "", "a\nb", "`id`"})
    void hostAndUser_thatCouldBeOptionsOrCommands_areRefused(String name) {
        for (Location where : List.of(
                new Location("sftp", "u", name, -1, "/", null), new Location("sftp", name, "host", -1, "/", null))) {
            assertThatThrownBy(() -> new SftpPlaces().open(where, server.context(Logins.NONE, Map.of())))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("cannot be the name of");
        }
    }

    @Test
    void login_ofAnotherKindOfService_isRefused() {
        assertThat(refusal(new Told(new Login.Token("secret-token"), null), Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessageNotContaining("secret-token");
    }

    /// A program in ssh's place that asks for a password as ssh does and tells what it was given, and how it was
    /// started.
    private Path fakeSsh(String prompt) throws IOException {
        Path program = folder.resolve("ssh");
        Files.writeString(program, """
                #!/bin/sh
                [ "$1" = -G ] || [ "$3" = -G ] && { echo "hostname real.example"; exit 0; }
                printf '%%s\\n' "$@" > '%s/arguments'
                env > '%s/environment'
                "$SSH_ASKPASS" "%s" > '%s/answer' || echo none > '%s/answer'
                ls -ld "${SSH_ASKPASS%%/*}" > '%s/rights'
                echo "u@host: Permission denied (password)." >&2
                exit 255
                """.formatted(folder, folder, prompt, folder, folder, folder));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private String askThroughFake(String prompt, Told logins) throws IOException {
        PlaceContext context = new PlaceContext(
                MemoryBudget.of(1 << 20),
                logins,
                Map.of("ssh", fakeSsh(prompt).toString(), "config", "none"),
                4,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
        Location where = new Location("sftp", "film", "nas", -1, "/", null);
        assertThatThrownBy(() -> new SftpPlaces().open(where, context)).isInstanceOf(Refused.class);
        return Files.readString(folder.resolve("answer")).stripTrailing();
    }

    @Test
    void password_ofTheKeyring_reachesSshByItsHelperOnly() throws IOException {
        Told logins = new Told(new Login.Password("film", SECRET), null);

        assertThat(askThroughFake("film@nas's password: ", logins)).isEqualTo(SECRET);
        assertThat(logins.asked).isEmpty();
        assertThat(Files.readString(folder.resolve("arguments"))).doesNotContain("pass 'word'");
        assertThat(Files.readString(folder.resolve("environment"))).doesNotContain("pass 'word'");
        assertThat(Files.readString(folder.resolve("rights"))).startsWith("drwx------");
    }

    @Test
    void password_forTheRealNameOfTheHost_isGiven() throws IOException {
        assertThat(askThroughFake("(film@real.example) Password: ", new Told(new Login.Password("film", SECRET), null)))
                .isEqualTo(SECRET);
    }

    @Test
    void password_isNotGivenToAHostOnTheWay() throws IOException {
        Told logins = new Told(new Login.Password("film", SECRET), null);

        assertThat(askThroughFake("film@jump's password: ", logins)).isEqualTo("none");
        assertThat(logins.asked).containsExactly("password of film@jump");
    }

    @Test
    void password_isAskedFor_whereNothingKnowsIt() throws IOException {
        Told logins = new Told(null, SECRET);

        assertThat(askThroughFake("film@nas's password: ", logins)).isEqualTo(SECRET);
        assertThat(logins.asked).containsExactly("password of film@nas");
    }

    @Test
    void code_isAskedForInTheServersWords_andNeverAnsweredWithThePassword() throws IOException {
        Told logins = new Told(new Login.Password("film", SECRET), "123456");

        assertThat(askThroughFake("(film@nas) Verification code: ", logins)).isEqualTo("123456");
        assertThat(logins.asked).containsExactly("(film@nas) Verification code");
    }
}
