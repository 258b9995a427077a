package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;
import reel.testkit.Data;
import reel.testkit.NeedsProgram;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;

/// The whole way: the command line, a backend's jar, an OpenSSH server on loopback.
@Seeded
@NeedsProgram({"sshd", "ssh", "ssh-keygen"})
final class SftpTest {
    private final Path folder;
    private final Path vol;
    private final Reel reel;
    private final SshServer server;

    SftpTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.vol = Files.createDirectories(folder.resolve("server/vol"));
        Path jars = folder.resolve("jars");
        PluginJar.pack(jars, "sftp,ssh", "sftp");
        this.reel = Reel.in(Files.createDirectories(folder.resolve("work")))
                .with("REEL_BACKENDS", jars.toString())
                .with("PATH", System.getenv("PATH"));
        this.server = SshServer.start(folder.resolve("server"));
    }

    @BeforeEach
    void remote() throws IOException {
        server.remote(reel, "nas", server.port(), vol);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tree_goesToTheServerAndBack(RandomGenerator random) throws IOException {
        Path film = Files.createDirectories(folder.resolve("work/film/shots"));
        Files.write(film.resolve("a.mov"), Data.NOISE.bytes(random, 5_000_001));
        Files.writeString(film.resolve("100% done ä.txt"), "odd names, too");
        for (String name : List.of("a.mov", "100% done ä.txt")) {
            // The protocol keeps whole seconds.
            Files.setLastModifiedTime(film.resolve(name), FileTime.from(Instant.parse("2026-01-31T12:30:00Z")));
        }
        Path linked = Files.createSymbolicLink(film.resolve("latest"), Path.of("a.mov"));

        reel.ok("copy", "film", "nas:film");
        reel.ok("copy", "nas:film", "back");

        assertThat(TreeSnapshot.of(folder.resolve("work/back")))
                .isEqualTo(TreeSnapshot.of(folder.resolve("work/film")));
        assertThat(vol.resolve("film/shots/" + linked.getFileName())).isSymbolicLink();
        assertThat(reel.ok("copy", "film", "nas:film").told()).startsWith("Nothing to copy");
        assertThat(reel.ok("ls", "nas:film/shots").out()).contains("a.mov", "latest -> a.mov");
        assertThat(reel.ok("cat", "nas:film/shots/100% done ä.txt").out()).isEqualTo("odd names, too");
        assertThat(reel.ok("check", "--checksum", "film", "nas:film").told()).startsWith("No difference");
        assertThat(reel.ok("move", "nas:film", "nas:kept").exit()).isZero();
        assertThat(vol.resolve("kept/shots/a.mov")).exists();
        assertThat(vol.resolve("film/shots/a.mov")).doesNotExist();
        assertThat(reel.ok("remote", "test", "nas").out()).contains("connect", "write, read, delete");
    }

    @Test
    void jobs_withinOneServer_takeOneConnection() throws IOException {
        Files.createDirectories(vol.resolve("film"));
        Files.writeString(vol.resolve("film/a.txt"), "first");
        long before = server.logins();

        reel.ok("copy", "nas:film", "nas:other");
        assertThat(server.logins() - before).isEqualTo(1);
        reel.ok("move", "nas:other/a.txt", "nas:b.txt");

        // Two folders of one server, of which neither is the other's.
        assertThat(server.logins() - before).isLessThanOrEqualTo(3);
        assertThat(vol.resolve("b.txt")).hasContent("first");
    }

    @Test
    void homeAndRoot_areWhereTheAddressSays() throws IOException {
        Path home = folder.resolve("server/user");
        Files.writeString(folder.resolve("work/a.txt"), "first");
        server.remote(reel, "home", server.port(), Path.of(""));
        server.remote(reel, "root", server.port(), Path.of("/"));

        reel.ok("copy", "a.txt", "home:");
        reel.ok("copy", "a.txt", "home:shots/");
        reel.ok("copy", "a.txt", "root:" + vol + "/deep/");
        // By the server itself.
        reel.ok("copy", "home:a.txt", "home:takes/");
        reel.ok("copy", "root:" + vol + "/deep/a.txt", "root:" + vol + "/b.txt");

        assertThat(home.resolve("a.txt")).hasContent("first");
        assertThat(home.resolve("shots/a.txt")).hasContent("first");
        assertThat(home.resolve("takes/a.txt")).hasContent("first");
        assertThat(vol.resolve("deep/a.txt")).hasContent("first");
        assertThat(vol.resolve("b.txt")).hasContent("first");
        server.remote(reel, "tilde", server.port(), Path.of("/~"));
        assertThat(reel.ok("ls", "tilde:").out())
                .isEqualTo(reel.ok("ls", "home:").out());
        assertThat(reel.ok("ls", "home:").out()).isEqualTo("a.txt\nshots/\ntakes/\n");
    }

    @Test
    void pathsFromHomeAndFromTheRoot_areNotMixed_sinceTheyMayBeOneFile() throws IOException {
        Path home = folder.resolve("server/user");
        Files.writeString(home.resolve("a.txt"), "first");
        server.remote(reel, "home", server.port(), Path.of(""));
        server.remote(reel, "root", server.port(), Path.of("/"));

        Reel.Result mixed = reel.run("move", "home:a.txt", "root:" + home + "/a.txt");

        assertThat(mixed.exit()).as(mixed.err()).isEqualTo(5);
        assertThat(mixed.err()).contains("not below one folder that both name", "hint: ");
        assertThat(home.resolve("a.txt")).hasContent("first");
    }

    @Test
    void linkToAFolder_namedAsASource_isFollowed() throws IOException {
        Files.createDirectories(vol.resolve("v2"));
        Files.writeString(vol.resolve("v2/a.txt"), "second");
        Files.createSymbolicLink(vol.resolve("current"), Path.of("v2"));

        reel.ok("copy", "nas:current", "out");

        assertThat(folder.resolve("work/out/a.txt")).hasContent("second");
        assertThat(reel.ok("ls", "nas:current/").out()).isEqualTo("a.txt\n");
    }

    /// A server that is this machine: what a move finds arrived is the source itself.
    @Test
    void move_ontoItself_throughTheServer_losesNothing() throws IOException {
        Files.writeString(Files.createDirectories(vol.resolve("film")).resolve("a.txt"), "the only copy");

        for (String[] command : new String[][] {
            {"move", vol.resolve("film").toString(), "nas:film"},
            {"move", "nas:film", vol.resolve("film").toString()},
            {"move", vol.resolve("film/a.txt").toString(), "nas:film"},
        }) {
            Reel.Result refused = reel.run(command);
            assertThat(refused.exit()).as(refused.told()).isEqualTo(ExitCode.REFUSED.number());
            assertThat(refused.err()).contains("is the same place as");
        }

        assertThat(vol.resolve("film")).isDirectoryContaining("glob:**/a.txt");
        try (Stream<Path> names = Files.list(vol.resolve("film"))) {
            assertThat(names).hasSize(1);
        }
    }

    @Test
    void times_thatTheProtocolCannotHold_areNotSentAgain() throws IOException {
        Path film = Files.createDirectories(folder.resolve("work/film"));
        for (String time : List.of("1932-03-01T12:00:00.5Z", "1969-12-31T23:59:59.5Z", "2200-01-01T00:00:00Z")) {
            Path file = Files.writeString(film.resolve(time.substring(0, 4)), time);
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
        }
        TreeSnapshot before = TreeSnapshot.of(film);

        assertThat(reel.ok("copy", "film", "nas:film").told()).startsWith("Copied 3 files");

        assertThat(reel.ok("copy", "film", "nas:film").told()).startsWith("Nothing to copy");
        assertThat(reel.ok("copy", "--update", "film", "nas:film").told()).startsWith("Nothing to copy");
        assertThat(reel.ok("check", "film", "nas:film").told()).startsWith("No difference");
        assertThat(reel.ok("copy", "nas:film", "film").told()).startsWith("Nothing to copy");
        assertThat(TreeSnapshot.of(film)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(vol.resolve("film/1932")).toInstant())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void link_moved_goesItself() throws IOException {
        Files.createDirectories(vol.resolve("v2"));
        Files.writeString(vol.resolve("v2/a.txt"), "second");
        Files.createSymbolicLink(vol.resolve("current"), Path.of("v2"));
        Files.createSymbolicLink(vol.resolve("one"), Path.of("v2/a.txt"));

        reel.ok("move", "nas:current", "nas:latest");
        reel.ok("move", "nas:one", "one");
        Reel.Result over = reel.run("move", "nas:latest", "nas:v2/");

        assertThat(vol.resolve("current")).doesNotExist();
        assertThat(Files.readSymbolicLink(folder.resolve("work/one"))).isEqualTo(Path.of("v2/a.txt"));
        assertThat(vol.resolve("v2/a.txt")).hasContent("second");
        assertThat(over.exit()).isZero();
        assertThat(Files.readSymbolicLink(vol.resolve("v2/latest"))).isEqualTo(Path.of("v2"));
    }

    @Test
    void mistakes_areToldWithAWayOut() throws IOException {
        assertThat(reel.run("ls", "nas:nothing").exit()).isEqualTo(3);
        Files.writeString(
                server.known(server.port()),
                "[127.0.0.1]:" + server.port()
                        + " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
        Reel.Result changed = reel.run("ls", "nas:");
        assertThat(changed.exit()).as(changed.err()).isEqualTo(5);
        assertThat(changed.err()).contains("hint: ").doesNotContain("\tat ");
        Reel.Result down = reel.run("ls", "sftp://127.0.0.1:1/x");
        assertThat(down.exit()).as(down.err()).isBetween(3, 7);
        assertThat(down.err()).contains("127.0.0.1").doesNotContain("\tat ");
    }

    /// Between two file systems of the server nothing is renamed; the machine's memory is another one here.
    @Test
    void move_betweenTwoDisksOfTheServer_copiesAndTakesAway() throws IOException {
        Path memory = Path.of("/dev/shm");
        Path other = Files.createTempDirectory(Files.isWritable(memory) ? memory : folder, "reel-move");
        try {
            Files.createDirectories(vol.resolve("film/shots"));
            Files.writeString(vol.resolve("film/shots/a.mov"), "first");
            Files.createSymbolicLink(vol.resolve("other"), other);
            reel.ok("move", "nas:film", "nas:other/film");
            assertThat(other.resolve("film/shots/a.mov")).hasContent("first");
            assertThat(vol.resolve("film")).doesNotExist();
        } finally {
            Files.deleteIfExists(other.resolve("film/shots/a.mov"));
            Files.deleteIfExists(other.resolve("film/shots"));
            Files.deleteIfExists(other.resolve("film"));
            Files.delete(other);
        }
    }
}
