package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.testkit.RamFolder;
import reel.testkit.TreeSnapshot;

/// Where old versions go, and that nothing else goes for them.
final class BackupFolderTest {
    private final Path folder;
    private final Reel reel;

    BackupFolderTest(@TempDir(factory = RamFolder.class) Path folder) {
        this.folder = folder;
        this.reel = Reel.in(folder);
    }

    private void write(String name, String text) throws IOException {
        Film.write(folder, name, text);
    }

    @Test
    void ofSeveralFolders_keepsWhatEachHad() throws IOException {
        write("film/a", "new film");
        write("sound/a", "new");
        write("out/film/a", "film");
        write("out/sound/a", "the sound before");

        reel.ok("copy", "--backup-dir", "old", "film", "sound", "out");

        assertThat(folder.resolve("old/film/a")).hasContent("film");
        assertThat(folder.resolve("old/sound/a")).hasContent("the sound before");
    }

    @Test
    void aroundTheSourceOrTheDestination_isRefused() throws IOException {
        write("film/a", "the only one");
        write("out/film/a", "what would go to film/a");
        write("out/one", "before");
        write("one", "the new one");
        TreeSnapshot before = TreeSnapshot.of(folder);

        for (String[] line : new String[][] {
            {"sync", "--delete", "--backup-dir", ".", "film", "out"},
            {"copy", "--backup-dir", "out", "one", "out/one"},
            {"copy", "--backup-dir", "out/sub", "film", "out"},
        }) {
            Reel.Result result = reel.run(line);
            assertThat(result.exit()).as(String.join(" ", line)).isEqualTo(5);
            assertThat(result.err()).contains("the backup folder", "hint: ");
        }
        assertThat(TreeSnapshot.of(folder)).isEqualTo(before);
    }
}
