package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Encrypted repositories at the command line.
final class KeyTest {
    private static final int LOCKED = 10;

    private final Path folder;
    private final Path secret;
    private final Reel outside;
    private final Reel inside;

    KeyTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.secret = folder.resolve("secret");
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "a passphrase for tests\n");
        Path work = Files.createDirectory(folder.resolve("work"));
        this.outside = Reel.plain(work);
        this.inside = outside.with("REEL_PASSPHRASE_FILE", secret.toString());
    }

    @Test
    void encryptedRepository_opensWithItsPassphraseOnly() throws IOException {
        assertThat(inside.json("init", "--encrypt").path("encrypted").asBoolean())
                .isTrue();
        Files.writeString(folder.resolve("work/scene.txt"), "fade in");
        inside.ok("commit", "-A", "-m", "first");
        assertThat(inside.ok("cat", "HEAD:scene.txt").out()).isEqualTo("fade in");

        Reel.Result locked = outside.run("status");
        assertThat(locked.exit()).isEqualTo(LOCKED);
        assertThat(locked.out()).isEmpty();
        assertThat(locked.err().lines().filter(line -> line.startsWith("reel: error:")))
                .singleElement()
                .asString()
                .contains("is encrypted");
        assertThat(locked.err()).contains("REEL_PASSPHRASE_FILE");
        JsonNode error = outside.run("status", "--json").errJson().path("error");
        assertThat(error.path("kind").asString()).isEqualTo("locked");
        assertThat(error.path("exit_code").asInt()).isEqualTo(LOCKED);

        Files.writeString(secret, "another passphrase");
        Reel.Result wrong = inside.run("log");
        assertThat(wrong.exit()).isEqualTo(LOCKED);
        assertThat(wrong.err()).contains("wrong passphrase").doesNotContain("another passphrase");
    }

    @Test
    void init_withNobodyToAsk_makesNothing() {
        Reel.Result result = outside.run("init", "--encrypt");
        assertThat(result.exit()).isEqualTo(LOCKED);
        assertThat(folder.resolve("work/.reel")).doesNotExist();
        assertThat(folder.resolve("work")).isEmptyDirectory();
        assertThat(outside.run("init", "--label", "x").exit()).isEqualTo(2);
    }

    @Test
    void identity_opensWhatWasEncryptedForItsRecipient() throws IOException {
        Path identity = folder.resolve("ada.identity");
        String recipient =
                outside.ok("key", "generate", identity.toString()).out().strip();
        assertThat(recipient).startsWith("reel-recipient-");
        assertThat(Files.getPosixFilePermissions(identity)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(outside.run("key", "generate", identity.toString()).exit()).isEqualTo(6);
        outside.ok("init", "--encrypt", "--recipient", recipient, "--label", "Ada");
        assertThat(outside.run("status").exit()).isEqualTo(LOCKED);
        outside.ok("status", "--identity", identity.toString());
        outside.with("REEL_IDENTITY_FILE", identity.toString()).ok("status");
        JsonNode keys =
                outside.json("key", "list", "--identity", identity.toString()).path("keys");
        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.path(0).path("kind").asString()).isEqualTo("x25519");
        assertThat(keys.path(0).path("label").asString()).isEqualTo("Ada");
        Reel.Result last =
                outside.run("key", "remove", keys.path(0).path("id").asString(), "--identity", identity.toString());
        assertThat(last.exit()).isEqualTo(5);
        assertThat(last.err()).contains("last");
    }

    @Test
    void key_inARepositoryWithoutEncryption_isRefused() {
        outside.ok("init");
        Reel.Result result = outside.run("key", "list");
        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("not encrypted").contains("init --encrypt");
        assertThat(outside.run("key").exit()).isEqualTo(2);
    }
}
