package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.testkit.RamFolder;

/// `reel check` of files and the containers of them, at the command line.
final class ContainerCheckTest {
    private final Path folder;
    private final Reel reel;

    ContainerCheckTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        this.reel = Reel.in(folder);
        Film.make(folder);
    }

    private Reel knowing(String passphrase) throws IOException {
        Path file = Film.write(folder, "passphrase", passphrase);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return reel.with("REEL_PASSPHRASE_FILE", file.toString());
    }

    @ParameterizedTest
    @CsvSource({"--compress zstd", "--encrypt", "--compress zstd:5 --encrypt"})
    void containers_ofATreeOrAFile_areTheSame_untilAFileChanges(String how) throws IOException {
        Reel knowing = knowing("open sesame");
        knowing.ok(("copy " + how + " film box").split(" "));

        String check = "check " + how;
        assertThat(knowing.ok((check + " film box").split(" ")).told()).startsWith("No difference in 3 files");
        assertThat(knowing.ok((check + " film/a.mov box").split(" ")).told()).startsWith("No difference in 1 file");
        assertThat(knowing.ok("check", "--decrypt", "box", "film").told()).startsWith("No difference in 3 files");
        Files.writeString(folder.resolve("film/a.mov"), "the other shot");
        Reel.Result changed = knowing.run((check + " film box").split(" "));
        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.out()).isEqualTo("content  a.mov.reelbox\n");
        assertThat(changed.told()).startsWith("1 difference, 2 files the same");
    }

    @Test
    void containers_thatAreDamagedOrLocked_areDifferences() throws IOException {
        Reel knowing = knowing("open sesame");
        knowing.ok("copy", "--encrypt", "film", "box");
        Path box = folder.resolve("box/a.mov.reelbox");
        byte[] bytes = Files.readAllBytes(box);
        bytes[bytes.length - 90] ^= 1;
        Files.write(box, bytes);

        Reel.Result damaged = knowing.run("check", "--encrypt", "film", "box");
        assertThat(damaged.exit()).isEqualTo(1);
        assertThat(damaged.out()).isEqualTo("damaged  a.mov.reelbox\n");
        assertThat(damaged.err()).contains("box/a.mov.reelbox: damaged at byte");
        assertThat(knowing.run("check", "--encrypt", "--json", "film", "box").out())
                .contains("\"path\":\"a.mov.reelbox\",\"how\":\"damaged\"");

        Reel.Result locked = knowing("open barley").run("check", "--encrypt", "film", "box");
        assertThat(locked.exit()).isEqualTo(1);
        assertThat(locked.out()).contains("locked   notes.txt.reelbox  (no passphrase given opens it)\n");
        assertThat(reel.run("check", "--encrypt", "film", "box").exit()).isEqualTo(10);
    }
}
