package reel.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The `reel` script: builds when it must and only then, and keeps the JVM's own words off standard output.
final class LauncherTest {
    private static final Path ROOT = TidyTest.root();

    @TempDir
    Path home;

    @Test
    void reel_inAFreshCopy_buildsFirst() throws Exception {
        copyLauncher();

        Ran ran = reel("version");

        assertThat(home.resolve("built")).exists();
        assertThat(ran.err).contains("reel: building");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void reel_twiceAtOnceInAFreshCopy_buildsOnce() throws Exception {
        copyLauncher();
        Files.writeString(
                home.resolve("mvnw"),
                "#!/bin/sh\necho start >>starts\nsleep 0.5\nmkdir -p cli/target && touch cli/target/reel.jar\n");
        Process other = new ProcessBuilder("sh", home.resolve("reel").toString(), "version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        reel("version");
        other.waitFor();

        assertThat(home.resolve("starts")).hasContent("start");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void reel_whereTheFolderIsGone_saysSo() throws Exception {
        copyLauncher();
        Process process = new ProcessBuilder(
                        "sh", "-c", "mkdir gone && cd gone && rmdir ../gone && exec sh ../reel version")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(said).contains("the current folder is not there any more").doesNotContain("building");
    }

    @Test
    void reel_withAJarOutsideACheckout_doesNotBuild() throws Exception {
        copyLauncher();
        Files.createFile(Files.createDirectories(home.resolve("cli/target")).resolve("reel.jar"));

        reel("version");

        assertThat(home.resolve("built")).doesNotExist();
    }

    @Test
    void reel_withASourceNewerThanTheJar_buildsAgain() throws Exception {
        copyLauncher();
        Files.createDirectory(home.resolve(".git"));
        Path jar = Files.createFile(
                Files.createDirectories(home.resolve("cli/target")).resolve("reel.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        reel("version");

        assertThat(home.resolve("built")).exists();
    }

    @Test
    void reel_withABackendNewerThanTheJar_buildsAgain() throws Exception {
        copyLauncher();
        Files.createDirectory(home.resolve(".git"));
        Path jar = Files.createFile(
                Files.createDirectories(home.resolve("cli/target")).resolve("reel.jar"));
        FileTime future = FileTime.from(Instant.parse("2100-01-01T00:00:00Z"));
        Files.setLastModifiedTime(jar, future);
        reel("version");
        assertThat(home.resolve("built")).doesNotExist();

        Path source = Files.createFile(
                Files.createDirectories(home.resolve("backends/tape/src/main")).resolve("Tape.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2100-01-02T00:00:00Z")));
        reel("version");

        assertThat(home.resolve("built")).exists();
    }

    @ParameterizedTest
    @CsvSource({"version, reel-small.aot", "add, reel-large.jsa", "copy, reel-transfer.aot"})
    void reel_withABrokenStartUpCache_saysNothingOnStandardOutput(String command, String cache) throws Exception {
        copyLauncher();
        Path target = Files.createDirectories(home.resolve("cli/target"));
        Files.createFile(target.resolve("reel.jar"));
        Files.writeString(target.resolve(cache), "not a cache");

        assertThat(reel(command).out).isEmpty();
    }

    private record Ran(String out, String err) {}

    private Ran reel(String... args) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("sh", home.resolve("reel").toString()), Stream.of(args))
                                .toList())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.waitFor();
        return new Ran(Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    /// The launcher with a build that only leaves a mark.
    private void copyLauncher() throws IOException {
        for (String folder : List.of("", ".mvn", "cli/src/build", "cli/src/main")) {
            Files.createDirectories(home.resolve(folder));
        }
        try (Stream<Path> build = Files.list(ROOT.resolve("cli/src/build"))) {
            for (Path file : build.toList()) {
                Files.copy(file, home.resolve("cli/src/build").resolve(file.getFileName()));
            }
        }
        for (String file : List.of("reel", "pom.xml", ".mvn/find-jdk.sh")) {
            Files.copy(ROOT.resolve(file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path build = home.resolve("mvnw");
        Files.writeString(build, "#!/bin/sh\ntouch built\n");
        assertThat(build.toFile().setExecutable(true)).isTrue();
    }
}
