package reel.backend.sftp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reel.backend.place.Location;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Programs;

/// An OpenSSH server of a test's own on loopback: its host key, its one user's key, a random port.
final class SshServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    static final long MEMORY_BYTES = 64 << 20;

    private final Path home;
    private final int port;
    private final Process process;
    private final Thread reader;

    private SshServer(Path home, int port, Process process, BufferedReader log) {
        this.home = home;
        this.port = port;
        this.process = process;
        reader = Thread.ofVirtual().start(() -> {
            try {
                while (log.readLine() != null) {
                    // Read so that it never blocks.
                }
            } catch (IOException | UncheckedIOException ended) {
                // With its process.
            }
        });
    }

    /// Starts one whose keys lie in `home`.
    ///
    /// @param settings lines of its configuration instead of the one that offers SFTP
    static SshServer start(Path home, String... settings) throws IOException, InterruptedException {
        if (!Files.exists(home.resolve("host-key"))) {
            makeKey(home.resolve("host-key"), "");
            makeKey(home.resolve("user-key"), "");
            Files.copy(home.resolve("user-key.pub"), home.resolve("authorized"), StandardCopyOption.REPLACE_EXISTING);
        }
        return start(home, freePort(), settings);
    }

    static SshServer start(Path home, int port, String... settings) throws IOException {
        Files.writeString(home.resolve("config"), """
                Port %d
                ListenAddress %s
                HostKey %s/host-key
                AuthorizedKeysFile %s/authorized
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin yes
                MaxStartups 100
                %s
                """.formatted(
                        port,
                        HOST,
                        home,
                        home,
                        settings.length == 0 ? "Subsystem sftp internal-sftp" : String.join("\n", settings)));
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
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("Server listening on")) {
                recordHost(home, port);
                return new SshServer(home, port, process, log);
            }
            said.append(line).append('\n');
        }
        throw new IOException("sshd does not start: " + said);
    }

    private static void recordHost(Path home, int port) throws IOException {
        String[] key = Files.readString(home.resolve("host-key.pub")).split(" ");
        Files.writeString(home.resolve("known"), "[%s]:%d %s %s\n".formatted(HOST, port, key[0], key[1]));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void makeKey(Path file, String passphrase) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        Process made = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", file.toString())
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("ssh-keygen failed");
        }
    }

    int port() {
        return port;
    }

    Path home() {
        return home;
    }

    Location at(String path) {
        return new Location("sftp", System.getProperty("user.name"), HOST, port, path, null);
    }

    /// Options of a remote that knows this server and its key; `changes` over them, empty ones taken away.
    Map<String, String> options(Map<String, String> changes) {
        Map<String, String> options = new HashMap<>(Map.of(
                "config", "none",
                "known-hosts", home.resolve("known").toString(),
                "identity", home.resolve("user-key").toString()));
        options.putAll(changes);
        options.values().removeIf(String::isEmpty);
        return options;
    }

    PlaceContext context(Logins logins, Map<String, String> changes) {
        return PlaceContext.of(MemoryBudget.tracked(MEMORY_BYTES), logins, options(changes));
    }

    /// Connections that several places share, since a test of many small things would make one for each.
    Lines lines() throws IOException {
        PlaceContext context = context(Logins.NONE, Map.of());
        SftpOptions options = SftpOptions.of(context.options());
        SshCommand command = new SshCommand(at("/"), options, null, false, context.connect()).checked();
        return SftpPlaces.lines(command, null, context);
    }

    /// A place that leaves its connections open when it is closed.
    static Place over(Lines lines, Path folder) throws IOException {
        MemoryBudget memory = MemoryBudget.tracked(MEMORY_BYTES);
        return SftpPlace.open("sftp://" + HOST + folder, folder.toString(), lines, () -> {}, memory);
    }

    Place open(Path folder) throws IOException {
        return new SftpPlaces().open(at(folder.toString()), context(Logins.NONE, Map.of()));
    }

    /// Ends the connections, as a crash of the server's sessions would, and goes on listening.
    void cut() {
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    }

    /// How many connections it has.
    int connections() {
        return Math.toIntExact(process.children().count());
    }

    /// Ends it with all its connections.
    @Override
    public void close() throws IOException {
        List<ProcessHandle> sessions = process.descendants().toList();
        process.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
