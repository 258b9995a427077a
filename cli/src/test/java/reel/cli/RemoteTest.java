package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.testkit.RamFolder;
import tools.jackson.databind.JsonNode;

/// Remotes at the command line.
final class RemoteTest {
    private static final String SECRET = "hunter2-of-the-tests";

    private final Path folder;
    private final Path disk;
    private final Reel reel;

    RemoteTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        this.disk = Files.createDirectories(folder.resolve("disk"));
        this.reel = Reel.in(folder);
    }

    @Test
    void remote_added_isListedShownUsedAndRemoved() throws IOException {
        reel.ok("remote", "add", "nas", "file://" + disk);
        Files.writeString(folder.resolve("a.mov"), "a shot");

        assertThat(reel.ok("remote", "list").out()).contains("nas", "file://" + disk);
        assertThat(reel.ok("remote", "show", "nas").out()).contains("file://" + disk, "remotes.toml");
        reel.ok("copy", "a.mov", "nas:in/");
        assertThat(disk.resolve("in/a.mov")).hasContent("a shot");
        assertThat(reel.ok("ls", "nas:").out()).isEqualTo("in/\n");
        assertThat(reel.ok("cat", "nas:/in/a.mov").out()).isEqualTo("a shot");
        JsonNode remotes = reel.json("remote", "list").path("remotes");
        assertThat(remotes.at("/0/name").asString()).isEqualTo("nas");
        assertThat(reel.run("remote", "add", "nas", "file:///x").exit()).isEqualTo(6);
        reel.ok("remote", "add", "--force", "nas", "file:///x");
        reel.ok("remote", "remove", "nas");
        assertThat(reel.run("ls", "nas:").exit()).isEqualTo(3);
        assertThat(disk.resolve("in/a.mov")).exists();
    }

    @Test
    void test_triesEverything_andLeavesNothing() throws IOException {
        reel.ok("remote", "add", "nas", "file://" + disk);

        String told = reel.ok("remote", "test", "nas").out();

        assertThat(told).contains("connect", "list", "write, read, delete", "anywhere in a file");
        assertThat(disk).isEmptyDirectory();
        JsonNode json = reel.json("remote", "test", "nas");
        assertThat(json.path("there").asBoolean()).isTrue();
        assertThat(json.path("write_seconds").asDouble()).isPositive();
        assertThat(reel.json("remote", "test", "nas", "--read-only").has("write_seconds"))
                .isFalse();
    }

    @Test
    void mistakes_areToldWithAWayOut() {
        String[][] lines = {
            {"remote"},
            {"remote", "add", "nas", "file:///x", "region"},
            {"remote", "add", "nas", "ftp://host/x"},
            {"remote", "add", "nas", "file:///x", "password=" + SECRET},
            {"remote", "add", "nas", "sftp://u:" + SECRET + "@h/x"},
            {"remote", "add", "n", "file:///x"},
            {"remote", "show", "nas"},
            {"remote", "remove", "nas"},
            {"remote", "test", "nas"},
            {"remote", "login", "nas"},
            {"ls", "nas:"}
        };
        for (String[] line : lines) {
            Reel.Result result = reel.run(line);
            assertThat(result.exit()).as(String.join(" ", line)).isBetween(2, 6);
            assertThat(result.err())
                    .as(String.join(" ", line))
                    .contains("hint: ")
                    .doesNotContain(SECRET, "\tat ");
        }
    }

    @Test
    void login_isKeptInTheKeyring_andNowhereElse() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path tool = Files.writeString(bin.resolve("secret-tool"), """
                #!/bin/sh
                echo "$@" >> "$KEPT.arguments"
                case $1 in
                store) /bin/cat > "$KEPT";;
                lookup) test -e "$KEPT" && /bin/cat "$KEPT";;
                clear) /bin/rm -f "$KEPT";;
                esac
                """);
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        Path secret = Files.createFile(
                folder.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, SECRET);
        Path kept = bin.resolve("kept");
        Reel with = reel.with("PATH", bin.toString()).with("KEPT", kept.toString());
        with.ok("remote", "add", "nas", "file://" + disk);

        StringBuilder said = new StringBuilder();
        for (String[] line : new String[][] {
            {"remote", "login", "nas", "--as", "password", "--secret-file", secret.toString()},
            {"remote", "show", "nas", "--json"},
            {"remote", "test", "nas", "--verbose"},
            {"copy", "secret", "nas:", "--dry-run", "--json"},
            {"remote", "list"}
        }) {
            Reel.Result result = with.ok(line);
            said.append(result.out()).append(result.err());
        }

        assertThat(kept).exists();
        assertThat(said.toString()).doesNotContain(SECRET);
        Files.delete(secret);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(SECRET);
            }
        }
        with.ok("remote", "logout", "nas");
        assertThat(kept).doesNotExist();
        assertThat(with.run("remote", "logout", "nas").exit()).isEqualTo(1);
        assertThat(reel.run("remote", "login", "nas", "--secret-file", secret.toString())
                        .exit())
                .isNotZero();
    }
}
