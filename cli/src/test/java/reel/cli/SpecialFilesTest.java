package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices, pipes and sockets are nobody's to replace: `-o /dev/null` must not make a file of it.
final class SpecialFilesTest {
    @TempDir
    Path folder;

    private Reel reel;
    private Path pipe;

    @BeforeEach
    void pipe() throws Exception {
        reel = Reel.in(folder);
        Files.write(folder.resolve("file"), new byte[100_000]);
        Files.createDirectories(folder.resolve("out"));
        pipe = folder.resolve("out/file");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
        assertThat(made.waitFor()).isZero();
    }

    private void keepsThePipe(String... command) throws IOException {
        Reel.Result result = reel.run(command);

        assertThat(result.exit()).as(result.told()).isNotZero();
        assertThat(Files.readAttributes(pipe, "isOther").get("isOther")).isEqualTo(true);
        assertThat(folder.resolve("file")).hasSize(100_000);
    }

    @Test
    void transfers_doNotReplaceThem() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.copy(folder.resolve("file"), folder.resolve("in/file"));
        for (String command : new String[] {"copy", "move"}) {
            keepsThePipe(command, "file", "out/file");
            keepsThePipe(command, "file", "out/");
            keepsThePipe(command, "in", "out");
        }
        keepsThePipe("sync", "--delete", "in", "out");
    }

    @Test
    void outputs_doNotReplaceThem_evenByForce() throws IOException {
        reel.ok("protect", "encode", "file", "symbols");
        keepsThePipe("protect", "decode", "--force", "symbols", "-o", "out/file");
        keepsThePipe("video", "encode", "--force", "file", "out/file");
        reel.ok("video", "encode", "file", "video.mp4");
        keepsThePipe("video", "decode", "--force", "video.mp4", "-o", "out");
    }

    /// What is never copied is never missing at the source.
    @Test
    void sync_deletesNoneOfThem() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/new"), "new");
        Files.writeString(folder.resolve("out/old"), "old");
        reel.ok("sync", "--delete", "in", "out");
        assertThat(folder.resolve("out/new")).hasContent("new");
        assertThat(folder.resolve("out/old")).doesNotExist();
        assertThat(Files.readAttributes(pipe, "isOther").get("isOther")).isEqualTo(true);
        reel.ok("check", "in", "out");

        Files.writeString(folder.resolve("out/old"), "old");
        Files.createDirectories(folder.resolve("empty"));
        reel.ok("sync", "--delete", "empty", "out");
        assertThat(folder.resolve("out/old")).doesNotExist();
        assertThat(Files.readAttributes(pipe, "isOther").get("isOther")).isEqualTo(true);

        Files.createDirectories(folder.resolve("above/below"));
        Path below = Files.move(pipe, folder.resolve("above/below/file"));
        Files.writeString(folder.resolve("above/below/old"), "old");
        reel.ok("sync", "--delete", "in", "above");
        assertThat(folder.resolve("above/below/old")).doesNotExist();
        assertThat(Files.readAttributes(below, "isOther").get("isOther")).isEqualTo(true);
    }
}
