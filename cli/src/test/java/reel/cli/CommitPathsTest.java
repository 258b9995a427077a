package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;

/// Commits of some paths only.
final class CommitPathsTest {
    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void oneVersion_thenChangesEverywhere() throws IOException {
        reel = Reel.in(folder);
        Files.createDirectory(folder.resolve("shots"));
        for (String name : new String[] {"a.mov", "b.mov", "shots/one.exr", "shots/two.exr"}) {
            write(name, "old");
        }
        reel.ok("init");
        reel.ok("commit", "-A", "-m", "first");
        for (String name : new String[] {"a.mov", "b.mov", "shots/one.exr", "shots/two.exr", "shots/new.exr"}) {
            write(name, "changed");
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String status() {
        return reel.ok("status", "-s").out();
    }

    private String changed() {
        return reel.ok("diff", "HEAD~1", "HEAD", "--name-status").out();
    }

    private void refused(ExitCode code, String words, String... command) {
        String before = status();
        Reel.Result result = reel.run(command);
        assertThat(result.exit()).as(result.told()).isEqualTo(code.number());
        assertThat(result.err()).contains(words);
        assertThat(status()).isEqualTo(before);
    }

    @Test
    void file_isTakenFromDisk_andWhatElseIsStagedWaits() throws IOException {
        write("b.mov", "staged");
        reel.ok("add", "a.mov", "b.mov", "shots");
        write("a.mov", "newer than staged");

        reel.ok("commit", "-m", "grade", "a.mov");

        assertThat(changed()).isEqualTo("M\ta.mov\n");
        assertThat(reel.ok("cat", "HEAD:a.mov").out()).isEqualTo("newer than staged");
        assertThat(status()).isEqualTo("M  b.mov\nA  shots/new.exr\nM  shots/one.exr\nM  shots/two.exr\n");
        reel.ok("commit", "-m", "the rest");
        assertThat(status()).isEmpty();
    }

    @Test
    void folder_takesWhatIsTracked_andNewFilesWithA() {
        reel.ok("commit", "-m", "shots", "shots");
        assertThat(changed()).isEqualTo("M\tshots/one.exr\nM\tshots/two.exr\n");
        assertThat(status()).isEqualTo(" M a.mov\n M b.mov\n?? shots/new.exr\n");

        reel.ok("commit", "-A", "-m", "new ones too", "shots");
        assertThat(changed()).isEqualTo("A\tshots/new.exr\n");
        assertThat(status()).isEqualTo(" M a.mov\n M b.mov\n");
    }

    @Test
    void pattern_andTheWholeFolder() {
        reel.ok("commit", "-m", "movies", "*.mov");
        assertThat(changed()).isEqualTo("M\ta.mov\nM\tb.mov\n");

        reel.ok("commit", "-m", "all", ".");
        assertThat(status()).isEqualTo("?? shots/new.exr\n");
    }

    @Test
    void removals_areTaken_ofDiskOrStage_byNameOrPattern() throws IOException {
        Files.delete(folder.resolve("shots/one.exr"));
        reel.ok("rm", "-f", "shots/two.exr");
        reel.ok("commit", "-m", "gone", "shots/one.exr", "shots/two.exr");
        assertThat(changed()).isEqualTo("D\tshots/one.exr\nD\tshots/two.exr\n");

        reel.ok("rm", "-f", "a.mov", "b.mov");
        reel.ok("commit", "-m", "no movies", "*.mov");
        assertThat(changed()).isEqualTo("D\ta.mov\nD\tb.mov\n");
        assertThat(reel.ok("ls-files").out()).isEmpty();
    }

    @Test
    void fileThatBecameAFolder_andTheOtherWay() throws IOException {
        Files.delete(folder.resolve("a.mov"));
        Files.createDirectory(folder.resolve("a.mov"));
        write("a.mov/part", "x");
        reel.ok("commit", "-A", "-m", "a folder", "a.mov");
        assertThat(reel.ok("ls-files").out()).isEqualTo("a.mov/part\nb.mov\nshots/one.exr\nshots/two.exr\n");

        Files.delete(folder.resolve("a.mov/part"));
        Files.delete(folder.resolve("a.mov"));
        write("a.mov", "a file again");
        reel.ok("commit", "-A", "-m", "a file", "a.mov");
        assertThat(changed()).contains("a.mov");
        assertThat(reel.ok("ls-files").out()).isEqualTo("a.mov\nb.mov\nshots/one.exr\nshots/two.exr\n");
        reel.ok("fsck");
    }

    @Test
    void amending_addsToTheLastCommit_onlyThese() {
        reel.ok("commit", "-m", "second", "a.mov");
        reel.ok("add", "shots/one.exr");

        reel.ok("commit", "--amend", "--no-edit", "b.mov");

        assertThat(changed()).isEqualTo("M\ta.mov\nM\tb.mov\n");
        assertThat(status()).isEqualTo("M  shots/one.exr\n M shots/two.exr\n?? shots/new.exr\n");
    }

    @Test
    void undo_takesItBack() {
        reel.ok("commit", "-m", "second", "a.mov");
        reel.ok("undo");
        assertThat(status()).contains("a.mov");
        assertThat(reel.ok("log", "--oneline").out()).hasLineCount(1);
    }

    @Test
    void firstCommit_ofSomePaths(@TempDir Path other) throws IOException {
        Reel fresh = Reel.in(other);
        fresh.ok("init");
        Files.writeString(other.resolve("x"), "x");
        Files.writeString(other.resolve("y"), "y");
        fresh.ok("add", ".");
        fresh.ok("commit", "-m", "one", "x");
        assertThat(fresh.ok("cat", "HEAD:x").out()).isEqualTo("x");
        assertThat(fresh.run("cat", "HEAD:y").exit()).isEqualTo(ExitCode.MISSING.number());
        assertThat(fresh.ok("status", "-s").out()).isEqualTo("A  y\n");
    }

    @Test
    void whatCannotBeTaken_isRefused_andNothingChanges() {
        refused(ExitCode.REFUSED, "is not tracked", "commit", "-m", "x", "shots/new.exr");
        refused(ExitCode.MISSING, "neither here nor tracked", "commit", "-m", "x", "nowhere");
        refused(ExitCode.MISSING, "matches nothing", "commit", "-m", "x", "*.wav");
        reel.ok("commit", "-m", "second", "a.mov");
        refused(ExitCode.REFUSED, "nothing changed", "commit", "-m", "x", "a.mov");
    }

    @Test
    void merge_isCommittedAsAWhole() throws IOException {
        reel.ok("switch", "-c", "other");
        reel.ok("commit", "-a", "-m", "theirs");
        reel.ok("switch", "main");
        write("a.mov", "ours");
        reel.ok("commit", "-m", "ours", "a.mov");
        assertThat(reel.run("merge", "other").exit()).isEqualTo(ExitCode.DIFFERENT.number());
        reel.ok("restore", "--ours", "a.mov");

        Reel.Result result = reel.run("commit", "-m", "x", "a.mov");
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(result.err()).contains("a merge waits");
    }
}
