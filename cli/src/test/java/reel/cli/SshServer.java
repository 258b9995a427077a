package reel.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reel.testkit.Programs;

/// An OpenSSH server of a test's own on loopback, which lets one key in.
final class SshServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private final Path home;
    private final int port;
    private final Process process;
    private final AtomicLong logins;

    private SshServer(Path home, int port, Process process, AtomicLong logins) {
        this.logins = logins;
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /// @param home a folder for its keys and settings; its folder `user` is the user's home
    static SshServer start(Path home) throws IOException {
        Files.createDirectories(home.resolve("user"));
        int port = freePort();
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
                Subsystem sftp internal-sftp -d %s/user
                """.formatted(port, home, home, home));
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
                AtomicLong logins = new AtomicLong();
                Thread unused = Thread.ofVirtual().start(() -> {
                    try {
                        for (String said = log.readLine(); said != null; said = log.readLine()) {
                            if (said.startsWith("Accepted publickey")) {
                                logins.incrementAndGet();
                            }
                        }
                    } catch (IOException | UncheckedIOException ended) {
                        // With its process.
                    }
                });
                return new SshServer(home, port, process, logins);
            }
        }
        throw new IOException("sshd does not start");
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + " failed");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /// How often somebody was let in.
    long logins() {
        return logins.get();
    }

    int port() {
        return port;
    }

    /// The file that tells its key, also under another port.
    Path known(int reachedAt) throws IOException {
        String[] key = Files.readString(home.resolve("host-key.pub")).split(" ");
        Path known = home.resolve("known-" + reachedAt);
        Files.writeString(known, "[" + HOST + "]:" + reachedAt + " " + key[0] + " " + key[1] + "\n");
        return known;
    }

    /// Makes `name` a remote of `reel`, reached at this port.
    void remote(Reel reel, String name, int reachedAt, Path root) throws IOException {
        reel.ok(
                "remote",
                "add",
                name,
                "sftp://" + System.getProperty("user.name") + "@" + HOST + ":" + reachedAt + root,
                "identity=" + home.resolve("user-key"),
                "known-hosts=" + known(reachedAt),
                "config=none");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
