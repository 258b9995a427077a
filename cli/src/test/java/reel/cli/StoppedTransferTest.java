package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.testkit.Data;
import reel.testkit.NeedsProgram;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Processes of their own that copy a file and are stopped in the middle of it, as by Ctrl-C in a terminal, which
/// reaches everything in the foreground, or as by a loss of power, which asks nobody.
@Seeded
@NeedsProgram({"sshd", "ssh", "ssh-keygen", "nginx", "setsid", "kill"})
final class StoppedTransferTest {
    private static final int BIG = (40 << 20) + 4321;
    private static final int STOPPED_AT = 18 << 20;

    /// What four streams can have on their way, not written down yet.
    private static final int UNDER_WAY = 4 * (4 << 20);

    private final Path folder;
    private final Map<String, String> environment;
    private final Reel reel;
    private final SshServer ssh;
    private final WebServer web;

    StoppedTransferTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        Path jars = folder.resolve("jars");
        PluginJar.pack(jars, "sftp,ssh", "sftp");
        PluginJar.pack(jars, "http,https,dav,davs", "http", "wire");
        this.environment = Map.of(
                "REEL_BACKENDS", jars.toString(),
                "REEL_CONFIG_DIR", folder.resolve("config").toString(),
                "REEL_STATE_DIR", folder.resolve("state").toString(),
                "PATH", System.getenv("PATH"));
        Reel with = Reel.in(Files.createDirectories(folder.resolve("work")));
        for (Map.Entry<String, String> one : environment.entrySet()) {
            with = with.with(one.getKey(), one.getValue());
        }
        this.reel = with;
        this.ssh = SshServer.start(folder.resolve("server"));
        this.web = WebServer.start(folder.resolve("web"), folder.resolve("work/in"), null);
    }

    @BeforeEach
    void files(RandomGenerator random) throws IOException {
        Files.createDirectories(folder.resolve("work/in"));
        Files.createDirectories(folder.resolve("work/out"));
        Files.write(folder.resolve("work/in/big.mov"), Data.NOISE.bytes(random, BIG));
        ssh.remote(reel, "nas", ssh.port(), folder.resolve("work"));
    }

    @AfterEach
    void stop() {
        ssh.close();
        web.close();
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work/out"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".reel-part-"))
                    .toList();
        }
    }

    private List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state/transfers"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, in/big.mov, out/big.mov", "INT, in/big.mov, nas:out/big.mov", "KILL, nas:in/big.mov, out/big.mov"
    })
    void copy_stopped_showsNothingHalf_andTheSameCommandGoesOn(String signal, String from, String to) throws Exception {
        goesOn(signal, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "KILL, in/big.mov, out/big.mov",
        "KILL, in/big.mov, nas:out/big.mov",
        "INT, nas:in/big.mov, out/big.mov",
        "INT, http, out/big.mov",
        "KILL, http, out/big.mov"
    })
    void copy_stoppedOtherwise_goesOn(String signal, String from, String to) throws Exception {
        goesOn(signal, from, to);
    }

    private void goesOn(String signal, String from, String to) throws Exception {
        String source = from.equals("http") ? "http://127.0.0.1:" + web.port() + "/big.mov" : from;
        Stopped first = stop(signal, "copy", source, to, "--json", "--bwlimit", "32M");
        assertThat(folder.resolve("work/out/big.mov")).as(first.err()).doesNotExist();
        assertThat(unfinished()).as(first.err()).hasSize(1);
        assertThat(journals()).hasSize(1);
        if (signal.equals("INT")) {
            assertThat(first.exit()).isEqualTo(130);
            assertThat(first.err()).contains("interrupted").doesNotContain("connection", "\tat ");
        }

        JsonNode report = report(reel.ok("copy", source, to, "--json"));

        assertThat(report.path("sent_bytes").asLong())
                .isLessThanOrEqualTo(BIG - first.arrived() + UNDER_WAY)
                .isPositive();
        assertThat(report.path("bytes").asLong()).isEqualTo(BIG);
        assertThat(folder.resolve("work/out/big.mov")).hasSameBinaryContentAs(folder.resolve("work/in/big.mov"));
        assertThat(unfinished()).isEmpty();
        assertThat(journals()).isEmpty();
        assertThat(reel.ok("copy", source, to).told()).startsWith("Nothing to copy");
    }

    private static JsonNode report(Reel.Result result) {
        return new JsonMapper().readTree(result.out().lines().toList().getLast());
    }

    /// @param arrived bytes, as it told
    private record Stopped(int exit, long arrived, String err) {}

    /// Runs a process of its own until enough has arrived, then sends the signal to it and all its children.
    private Stopped stop(String signal, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.resolve("work").toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            long arrived = 0;
            while (arrived < STOPPED_AT) {
                String line = out.readLine();
                if (line == null) {
                    throw new AssertionError("it ended by itself: " + Files.readString(err));
                }
                JsonNode event = new JsonMapper().readTree(line);
                arrived = event.path("event").asString().equals("progress")
                        ? event.path("bytes").asLong()
                        : arrived;
            }
            int sent = new ProcessBuilder("kill", "-" + signal, "--", "-" + process.pid())
                    .start()
                    .waitFor();
            assertThat(sent).isZero();
            return new Stopped(process.waitFor(), arrived, Files.readString(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
