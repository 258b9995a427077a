package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.testkit.RamFolder;
import reel.testkit.TreeSnapshot;

/// What a sync takes away at its destination.
final class SyncTest {
    private final Path folder;
    private final Reel reel;

    SyncTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        this.reel = Reel.in(folder);
    }

    private Path write(String name, String text) throws IOException {
        return Film.write(folder, name, text);
    }

    private void film() throws IOException {
        Film.make(folder);
    }

    @Test
    void sync_deletesOnlyWhenTold_andSaysSoBefore() throws IOException {
        film();
        write("out/old.mov", "old");

        assertThat(reel.ok("sync", "film", "out").told()).startsWith("Copied 3 files");
        assertThat(folder.resolve("out/old.mov")).exists();
        Reel.Result dry = reel.ok("sync", "--delete", "-n", "film", "out");
        assertThat(dry.out()).contains("would delete").contains("old.mov");
        assertThat(dry.err()).contains("1 would be deleted");
        assertThat(folder.resolve("out/old.mov")).exists();
        assertThat(reel.run("sync", "--delete", "--max-delete", "0", "film", "out")
                        .exit())
                .isNotZero();
        assertThat(folder.resolve("out/old.mov")).exists();
        reel.ok("sync", "--delete", "film", "out");
        assertThat(folder.resolve("out/old.mov")).doesNotExist();
    }

    @Test
    void sync_withoutResuming_sparesTheNotesOfOtherTransfers() throws IOException {
        film();
        Path note = write("out/state/transfers/another.journal", "of another transfer");
        write("out/state/old.txt", "old");

        reel.with("REEL_STATE_DIR", folder.resolve("out/state").toString())
                .ok("sync", "--delete", "--no-resume", "film", "out");

        assertThat(note).hasContent("of another transfer");
        assertThat(folder.resolve("out/state/old.txt")).doesNotExist();
    }

    @Test
    void sync_whereAFileBecameAFolder_replacesItWhenToldToDelete() throws IOException {
        film();
        reel.ok("copy", "film", "out");
        Files.delete(folder.resolve("film/a.mov"));
        write("film/a.mov/take1", "the first take");
        Files.delete(folder.resolve("film/shots/010/b.mov"));
        Files.delete(folder.resolve("film/shots/010"));
        Files.delete(folder.resolve("film/shots"));
        write("film/shots", "a list of shots");

        Reel.Result refused = reel.run("sync", "film", "out");
        Reel.Result dry = reel.ok("sync", "--delete", "-n", "film", "out");
        Reel.Result result = reel.ok("sync", "--delete", "--backup-dir", "old", "film", "out");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("is no folder", "is a folder", "hint: ");
        assertThat(dry.out()).contains("would delete", "would copy", "a.mov/take1", "shots/010/b.mov");
        assertThat(result.told()).contains("Copied 2 files");
        assertThat(TreeSnapshot.of(folder.resolve("out"))).isEqualTo(TreeSnapshot.of(folder.resolve("film")));
        assertThat(folder.resolve("old/a.mov")).hasContent("the first shot");
        assertThat(folder.resolve("old/shots/010/b.mov")).hasContent("the second shot, longer");
        assertThat(reel.ok("sync", "--delete", "film", "out").told()).startsWith("Nothing to copy");
    }
}
