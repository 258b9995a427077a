package reel.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Missing;

final class FfmpegFinderTest {
    @TempDir
    Path folder;

    private Map<String, String> environment(String... more) {
        Map<String, String> all = new java.util.HashMap<>(Map.of("HOME", folder.toString(), "PATH", "/nowhere:/bin"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private Path jar(String name, List<String> files) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        Path jar = jars.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String file : files) {
                zip.putNextEntry(new ZipEntry("org/bytedeco/ffmpeg/" + EmbeddedFfmpeg.platform() + "-gpl/" + file));
                zip.write(Scripts.text("8.8-" + file, "exit 3").getBytes(StandardCharsets.UTF_8));
            }
        }
        return jars;
    }

    @Test
    void find_withAWish_takesIt() throws IOException {
        Path wish = Scripts.ffmpeg(folder.resolve("mine"), "7.1", "");

        Ffmpeg found = new FfmpegFinder(environment("REEL_FFMPEG", "/nowhere"), null).find(wish);

        assertThat(found).isEqualTo(new Ffmpeg(wish, "7.1", "--ffmpeg"));
    }

    @Test
    void find_withVariable_takesItBeforeThePath() throws IOException {
        Path named = Scripts.ffmpeg(folder.resolve("named"), "6.0", "");
        Scripts.ffmpeg(folder.resolve("bin/ffmpeg"), "5.0", "");

        Ffmpeg found = new FfmpegFinder(
                        environment("REEL_FFMPEG", named.toString(), "PATH", folder.resolve("bin") + ":/bin"), null)
                .find(null);

        assertThat(found.version()).isEqualTo("6.0");
        assertThat(found.origin()).isEqualTo("REEL_FFMPEG");
    }

    @Test
    void find_withVariableThatNamesNothing_isMissing() {
        FfmpegFinder finder = new FfmpegFinder(environment("REEL_FFMPEG", "/nowhere/ffmpeg"), null);

        assertThatThrownBy(() -> finder.find(null))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("/nowhere/ffmpeg")
                .hasMessageContaining("REEL_FFMPEG");
    }

    @Test
    void find_withAnotherProgram_isMissing() throws IOException {
        Path other = folder.resolve("other");
        Files.writeString(other, "#!/bin/sh\necho hello\n");
        boolean unused = other.toFile().setExecutable(true);

        assertThatThrownBy(() -> new FfmpegFinder(environment(), null).find(other))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("not ffmpeg");
    }

    @Test
    void find_withEmbeddedJar_extractsItOnce() throws IOException {
        Path jars = jar("ffmpeg-8.0-" + EmbeddedFfmpeg.platform() + "-gpl.jar", List.of("ffmpeg", "libx.so.1"));
        FfmpegFinder finder = new FfmpegFinder(environment(), jars);

        Ffmpeg first = finder.find(null);
        Ffmpeg second = finder.find(null);

        assertThat(first.version()).isEqualTo("8.8-ffmpeg");
        assertThat(first.origin()).isEqualTo("embedded");
        assertThat(second).isEqualTo(first);
        try (Stream<Path> extracted = Files.list(folder.resolve(".cache/reel/ffmpeg"))) {
            assertThat(extracted).as("one folder, nothing unfinished").hasSize(1);
        }
        assertThat(first.program().resolveSibling("libx.so.1")).exists();
    }

    @Test
    void find_withEmbeddedThatDoesNotStart_takesThePath() throws IOException {
        Path jars = jar("ffmpeg-8.0-" + EmbeddedFfmpeg.platform() + "-gpl.jar", List.of("nothing"));
        Scripts.ffmpeg(folder.resolve("bin/ffmpeg"), "5.0", "");

        Ffmpeg found = new FfmpegFinder(environment("PATH", folder.resolve("bin") + ":/bin"), jars).find(null);

        assertThat(found.origin()).isEqualTo("PATH");
    }

    @Test
    void find_withNothing_saysWhatToDo() {
        assertThatThrownBy(() -> new FfmpegFinder(environment("PATH", "/nowhere"), folder.resolve("none")).find(null))
                .isInstanceOf(Missing.class)
                .extracting(failure -> ((Missing) failure).hint())
                .asString()
                .contains("--ffmpeg")
                .contains("REEL_FFMPEG");
    }
}
