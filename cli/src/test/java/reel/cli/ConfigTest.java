package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTest {
    @TempDir
    Path folder;

    @Test
    void setting_isTakenFromTheNearest() throws IOException {
        Reel reel = Reel.in(folder);
        reel.ok("init");
        assertThat(reel.ok("config", "get", "compression.level").out()).isEqualTo("3\n");
        reel.ok("config", "set", "--user", "compression.level", "5");
        assertThat(reel.ok("config", "get", "compression.level").out()).isEqualTo("5\n");
        reel.ok("config", "set", "compression.level", "7");
        assertThat(reel.ok("config", "get", "compression.level").out()).isEqualTo("7\n");
        assertThat(reel.with("REEL_COMPRESSION_LEVEL", "9")
                        .ok("config", "get", "compression.level")
                        .out())
                .isEqualTo("9\n");
        assertThat(Files.readString(folder.resolve(".reel/config.toml"))).contains("[compression]", "level = 7");
        reel.ok("config", "unset", "compression.level");
        assertThat(reel.run("config", "unset", "compression.level").exit()).isEqualTo(1);
        assertThat(reel.json("config", "list").get("settings").toString()).contains("compression.level", "\"5\"");
        assertThat(reel.ok("config", "list").out()).contains("chunk.preset", "balanced", "default");
    }

    @Test
    void setting_wrong_isRefusedWithWhatWouldBeRight() throws IOException {
        Reel reel = Reel.in(folder);
        reel.ok("init");
        assertThat(reel.run("config", "set", "compression.level", "99").err()).contains("no number from 1 to 19");
        assertThat(reel.run("config", "get", "colour").err()).contains("there is no such setting", "user.name");
        Files.writeString(folder.resolve(".reel/config.toml"), "memory = \n");
        Reel.Result status = reel.run("status");
        assertThat(status.exit()).isEqualTo(4);
        assertThat(status.err()).contains("config.toml");
    }

    @Test
    void author_fallsBackToTheSystemsUser() throws IOException {
        Reel reel = Reel.in(folder)
                .with("REEL_USER_NAME", "")
                .with("REEL_USER_EMAIL", "")
                .with("USER", "grip")
                .with("HOSTNAME", "stage5");
        reel.ok("init");
        reel.ok("commit", "--allow-empty", "-m", "x");
        assertThat(reel.ok("log").out()).contains("Author: grip <grip@stage5>");
    }
}
