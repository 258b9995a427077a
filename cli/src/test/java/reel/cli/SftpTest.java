package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.testkit.Data;
import reel.testkit.NeedsProgram;
import reel.testkit.Programs;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;

/// The whole way: the command line, a backend's jar, an OpenSSH server on loopback.
@Seeded
@NeedsProgram({"sshd", "ssh", "ssh-keygen"})
final class SftpTest {
    private final Path folder;
    private final Path vol;
    private final int port;
    private final Reel reel;
    private Process server;

    SftpTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.vol = Files.createDirectories(folder.resolve("server/vol"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Path jars = Files.createDirectories(folder.resolve("jars"));
        pack(jars.resolve("reel-sftp.jar"));
        this.reel = Reel.in(Files.createDirectories(folder.resolve("work")))
                .with("REEL_BACKENDS", jars.toString())
                .with("PATH", System.getenv("PATH"));
        this.server = start();
    }

    /// The backend as its module compiled it, with the manifest that its build writes.
    private static void pack(Path jar) throws IOException {
        Path here = Path.of("backends", "sftp", "target", "classes");
        Path classes = Files.isDirectory(here) ? here : Path.of("..").resolve(here);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Reel-Schemes", "sftp,ssh");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream to = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                to.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, to);
            }
        }
    }

    private Process start() throws IOException {
        Path home = folder.resolve("server");
        for (String key : List.of("host-key", "user-key")) {
            run(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    home.resolve(key).toString());
        }
        Files.writeString(home.resolve("config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s/host-key
                AuthorizedKeysFile %s/user-key.pub
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin yes
                MaxStartups 100
                Subsystem sftp internal-sftp
                """.formatted(port, home, home));
        if ("root".equals(System.getProperty("user.name"))) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder(
                        Programs.get("sshd").toString(),
                        "-D",
                        "-e",
                        "-f",
                        home.resolve("config").toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("Server listening on")) {
                Thread unused = Thread.ofVirtual().start(() -> {
                    try {
                        log.transferTo(java.io.Writer.nullWriter());
                    } catch (IOException | UncheckedIOException ended) {
                        // With its process.
                    }
                });
                return process;
            }
        }
        throw new IOException("sshd does not start");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertThat(process.waitFor()).isZero();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @BeforeEach
    void remote() throws IOException {
        Path home = folder.resolve("server");
        String[] key = Files.readString(home.resolve("host-key.pub")).split(" ");
        Files.writeString(home.resolve("known"), "[127.0.0.1]:" + port + " " + key[0] + " " + key[1] + "\n");
        reel.ok(
                "remote",
                "add",
                "nas",
                "sftp://" + System.getProperty("user.name") + "@127.0.0.1:" + port + vol,
                "identity=" + home.resolve("user-key"),
                "known-hosts=" + home.resolve("known"),
                "config=none");
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly().waitFor();
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
        assertThat(reel.ok("copy", "film", "nas:film").err()).startsWith("Nothing to copy");
        assertThat(reel.ok("ls", "nas:film/shots").out()).contains("a.mov", "latest -> a.mov");
        assertThat(reel.ok("cat", "nas:film/shots/100% done ä.txt").out()).isEqualTo("odd names, too");
        assertThat(reel.ok("check", "--checksum", "film", "nas:film").err()).startsWith("No difference");
        assertThat(reel.ok("move", "nas:film", "nas:kept").exit()).isZero();
        assertThat(vol.resolve("kept/shots/a.mov")).exists();
        assertThat(vol.resolve("film/shots/a.mov")).doesNotExist();
        assertThat(reel.ok("remote", "test", "nas").out()).contains("connect", "write, read, delete");
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

    @Test
    void mistakes_areToldWithAWayOut() throws IOException {
        assertThat(reel.run("ls", "nas:nothing").exit()).isEqualTo(3);
        Files.writeString(
                folder.resolve("server/known"),
                "[127.0.0.1]:" + port
                        + " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
        Reel.Result changed = reel.run("ls", "nas:");
        assertThat(changed.exit()).as(changed.err()).isEqualTo(5);
        assertThat(changed.err()).contains("hint: ").doesNotContain("\tat ");
        Reel.Result down = reel.run("ls", "sftp://127.0.0.1:1/x");
        assertThat(down.exit()).as(down.err()).isBetween(3, 7);
        assertThat(down.err()).contains("127.0.0.1").doesNotContain("\tat ");
    }
}
