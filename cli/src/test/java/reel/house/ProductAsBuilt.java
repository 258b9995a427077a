package reel.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What only the finished jar can show: the build runs this once all is packed, not among the other tests.
final class ProductAsBuilt {
    private static final Path TARGET = TidyTest.root().resolve("cli/target");

    @TempDir
    Path folder;

    /// Its words come by the descriptor that the launcher hands over; without the manifest's help they would be lost.
    @Test
    void error_ofTheProgram_reachesTheCallersOwnErrors() throws Exception {
        Ran ran = reel("", "nonsense");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("reel: error: 'nonsense' is not a reel command");
    }

    /// With this option the JVM ends at once where it cannot use its cache.
    @ParameterizedTest
    @CsvSource({
        "small, status, 3, not a reel repository",
        "large, add ., 3, not a reel repository",
        "transfer, copy nosuch x, 3, there is nothing of that name",
        "transfer, copy http://127.0.0.1:1/a x, 7, nobody answers",
    })
    void startUpCache_ofEachKind_isUsed(String kind, String command, int status, String words) throws Exception {
        boolean archive = kind.equals("large");
        assertThat(TARGET.resolve("reel-" + kind + (archive ? ".jsa" : ".aot"))).isNotEmptyFile();

        Ran ran = reel(archive ? "-Xshare:on" : "-XX:AOTMode=on", command.split(" "));

        assertThat(ran.err()).contains(words);
        assertThat(ran.status()).isEqualTo(status);
    }

    @Test
    void backends_besideTheJar_areFound() throws Exception {
        Ran ran = reel("", "ls", "nosuch://place");

        assertThat(ran.err())
                .contains("no scheme")
                .contains("az,")
                .contains("gs,")
                .contains("https,")
                .contains("s3,");
        assertThat(reel("", "ls", "sftp://127.0.0.1:1/x").err()).contains("127.0.0.1");
    }

    @Test
    void bytes_throughEveryRoom_comeBack() throws Exception {
        byte[] bytes = new byte[300_000];
        new java.util.Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("clip.bin"), bytes);

        assertThat(reel("", "init").status()).isZero();
        assertThat(reel("", "add", "clip.bin").status()).isZero();
        assertThat(reel("", "commit", "-m", "first").status()).isZero();
        Files.delete(file);
        assertThat(reel("", "restore", "clip.bin").status()).isZero();
        assertThat(reel("", "protect", "encode", "clip.bin", "symbols").status())
                .isZero();
        assertThat(reel("", "protect", "decode", "symbols", "-o", "protected.bin")
                        .status())
                .isZero();
        assertThat(reel("", "video", "encode", "protected.bin", "v.mp4").status())
                .isZero();
        assertThat(reel("", "video", "decode", "v.mp4", "-o", "out").status()).isZero();
        assertThat(reel("", "copy", "out/protected.bin", "copied.bin").status()).isZero();

        assertThat(folder.resolve("copied.bin")).hasBinaryContent(bytes);
    }

    @Test
    void ffmpeg_isEmbedded() throws IOException {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        try (Stream<Path> jars = Files.list(TARGET.resolve("ffmpeg"))) {
            assertThat(jars).anyMatch(jar -> jar.getFileName().toString().contains("linux-x86_64-gpl"));
        }
    }

    private record Ran(int status, String out, String err) {}

    /// As `./reel` starts it once nothing has to be built.
    private Ran reel(String jvmOption, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve(".reel-test-out");
        Path err = folder.resolve(".reel-test-err");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of("sh", "-c", "build=$1 jar=$2; shift 2; . \"$build/jvm.sh\"; run_reel \"$@\"", "sh"),
                        Stream.concat(
                                Stream.of(TidyTest.root().resolve("cli/src/build"), TARGET.resolve("reel.jar"))
                                        .map(Path::toString),
                                Stream.of(arguments)))
                .toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("REEL_JAVA_OPTS", jvmOption);
        builder.environment().put("HOME", folder.toString());
        builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        int status = builder.start().waitFor();
        List<String> errors = Files.readAllLines(err, StandardCharsets.UTF_8);
        return new Ran(status, Files.readString(out, StandardCharsets.UTF_8), String.join("\n", errors));
    }
}
