package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.testkit.Data;
import reel.testkit.NeedsProgram;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files that arrive over lines which break again and again.
@Seeded
@NeedsProgram({"sshd", "ssh", "ssh-keygen", "nginx"})
final class CutConnectionTest {
    private final Path folder;
    private final Reel reel;
    private final SshServer ssh;
    private final WebServer web;

    CutConnectionTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        Path jars = folder.resolve("jars");
        PluginJar.pack(jars, "sftp,ssh", "sftp");
        PluginJar.pack(jars, "http,https,dav,davs", "http", "wire");
        this.reel = Reel.in(Files.createDirectories(folder.resolve("work")))
                .with("REEL_BACKENDS", jars.toString())
                .with("PATH", System.getenv("PATH"));
        Files.createDirectories(folder.resolve("work/in"));
        Files.createDirectories(folder.resolve("work/out"));
        this.ssh = SshServer.start(folder.resolve("server"));
        this.web = WebServer.start(folder.resolve("web"), folder.resolve("work/in"), null);
    }

    @AfterEach
    void stop() {
        ssh.close();
        web.close();
    }

    /// Some bytes in every few megabytes, holes between them: it takes little room, and travels as if it were full.
    private void sparse(RandomGenerator random, long size) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("work/in/big.mov").toFile(), "rw")) {
            for (long at = 0; at < size - 8192; at += 7 << 20) {
                file.seek(at);
                file.write(Data.NOISE.bytes(random, 8192));
            }
            file.setLength(size);
        }
    }

    /// @return bytes that passed for each byte of the file
    private double arrives(String how, int cuts, long size, RandomGenerator random) throws IOException {
        try (CuttingRelay relay = CuttingRelay.to(how.equals("http") ? web.port() : ssh.port(), cuts, size, random)) {
            ssh.remote(reel, "nas", relay.port(), folder.resolve("work"));
            String from = switch (how) {
                case "put" -> "in/big.mov";
                case "get" -> "nas:in/big.mov";
                default -> "http://127.0.0.1:" + relay.port() + "/big.mov";
            };
            String to = how.equals("put") ? "nas:out/big.mov" : "out/big.mov";

            Reel.Result result = reel.ok("copy", from, to, "--json");

            JsonNode report =
                    new JsonMapper().readTree(result.out().lines().toList().getLast());
            assertThat(report.path("bytes").asLong()).isEqualTo(size);
            assertThat(relay.cuts()).isEqualTo(cuts);
            assertThat(folder.resolve("work/out/big.mov")).hasSameBinaryContentAs(folder.resolve("work/in/big.mov"));
            return (double) relay.passed() / size;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "get", "http"})
    void file_overALineThatIsCut_arrivesWhole(String how, RandomGenerator random) throws IOException {
        sparse(random, 80 << 20);

        assertThat(arrives(how, 3, 80 << 20, random)).isLessThan(1.3);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"put", "get", "http"})
    void file_overALineThatIsCutAHundredTimes_costsLittleMore(String how, RandomGenerator random) throws IOException {
        sparse(random, 4L << 30);

        assertThat(arrives(how, 100, 4L << 30, random)).isLessThan(1.05);
    }
}
