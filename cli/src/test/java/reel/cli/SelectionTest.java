package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.testkit.RamFolder;

/// Which files a transfer takes, as lists and filters say.
final class SelectionTest {
    private final Path folder;
    private final Reel reel;

    SelectionTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        this.reel = Reel.in(folder);
        Film.make(folder);
    }

    @Test
    void list_fromAnEditorOfWindows_countsFromItsFirstLine() throws IOException {
        Film.write(folder, "list", "\ufeffa.mov\r\nshots/010/b.mov\r\n");
        Film.write(folder, "rules", "\ufeff- *.mov\r\n");

        assertThat(reel.ok("copy", "--files-from", "list", "film", "listed").told())
                .startsWith("Copied 2 files");
        reel.ok("copy", "--filter-from", "rules", "film", "filtered");

        assertThat(folder.resolve("listed/a.mov")).exists();
        assertThat(folder.resolve("filtered/a.mov")).doesNotExist();
        assertThat(folder.resolve("filtered/notes.txt")).exists();
    }

    @Test
    void sync_withAFilterOfAnyDepth_keepsWhatItLeavesOutAtTheTop() throws IOException {
        Film.write(folder, "out/cache/frame", "dear");
        Film.write(folder, "out/shots/cache/frame", "dear too");
        Film.write(folder, "out/old", "to go");

        reel.ok("sync", "--delete", "--exclude", "**/cache/**", "film", "out");

        assertThat(folder.resolve("out/cache/frame")).hasContent("dear");
        assertThat(folder.resolve("out/shots/cache/frame")).hasContent("dear too");
        assertThat(folder.resolve("out/old")).doesNotExist();
    }
}
