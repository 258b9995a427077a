package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;

/// What was added and not committed is lost by nobody who does not say so.
final class StagedWorkTest {
    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void twoVersions() throws IOException {
        reel = Reel.in(folder);
        write("notes.md", "one\n");
        reel.ok("init");
        reel.ok("commit", "-A", "-m", "first");
        reel.ok("tag", "v1");
        write("notes.md", "two\n");
        reel.ok("commit", "-a", "-m", "second");
        reel.ok("tag", "v2");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void isRefused(String named, String... command) throws IOException {
        String before =
                reel.ok("ls-files", "-s").out() + reel.ok("status", "-s").out();
        Reel.Result refused = reel.run(command);
        assertThat(refused.exit()).as(refused.told()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(refused.err()).contains(named).contains("added").contains("--force");
        assertThat(reel.ok("ls-files", "-s").out() + reel.ok("status", "-s").out())
                .isEqualTo(before);
    }

    @Test
    void stagedWork_isNotReplacedByACommits_untilForced() throws IOException {
        write("notes.md", "days of work\n");
        write("new.md", "more of it\n");
        reel.ok("add", ".");
        isRefused("notes.md", "restore", "-S", "-W", ".");
        isRefused("new.md", "restore", "-S", "-W", "new.md");
        isRefused("notes.md", "restore", "-S", "-W", "--from", "v1", "notes.md");
        isRefused("notes.md", "checkout", "HEAD", "--", "notes.md");
        isRefused("notes.md", "checkout", "v1", "--", "notes.md");
        assertThat(folder.resolve("notes.md")).hasContent("days of work");
        assertThat(folder.resolve("new.md")).hasContent("more of it");
        reel.ok("checkout", "--force", "HEAD", "--", "notes.md");
        assertThat(folder.resolve("notes.md")).hasContent("two");
        reel.ok("restore", "--force", "-S", "-W", "new.md");
        assertThat(folder.resolve("new.md")).doesNotExist();
    }

    @Test
    void unstaging_whatIsStillOnDisk_losesNothing() throws IOException {
        write("notes.md", "days of work\n");
        write("new.md", "more of it\n");
        reel.ok("add", ".");
        reel.ok("restore", "--staged", ".");
        assertThat(reel.ok("status", "-s").out()).isEqualTo(" M notes.md\n?? new.md\n");
        assertThat(folder.resolve("notes.md")).hasContent("days of work");
    }

    @Test
    void unstaging_whatIsNoLongerOnDisk_isRefused_untilForced() throws IOException {
        write("notes.md", "days of work\n");
        write("new.md", "more of it\n");
        reel.ok("add", ".");
        write("notes.md", "another idea\n");
        Files.delete(folder.resolve("new.md"));
        isRefused("notes.md", "restore", "--staged", "notes.md");
        isRefused("new.md", "restore", "--staged", "new.md");
        reel.ok("restore", "new.md");
        assertThat(folder.resolve("new.md")).hasContent("more of it");
        reel.ok("restore", "--force", "--staged", "notes.md");
        assertThat(reel.ok("status", "-s").out()).isEqualTo("A  new.md\n M notes.md\n");
        assertThat(folder.resolve("notes.md")).hasContent("another idea");
    }

    @Test
    void reset_ofTheStage_dropsNoWorkThatIsNoLongerOnDisk_untilForced() throws IOException {
        write("notes.md", "days of work\n");
        write("new.md", "more of it\n");
        reel.ok("add", ".");
        Files.delete(folder.resolve("new.md"));
        isRefused("new.md", "reset");
        isRefused("new.md", "reset", "v1");
        reel.ok("reset", "--soft", "v1");
        reel.ok("reset", "--soft", "v2");
        reel.ok("restore", "new.md");
        reel.ok("reset");
        assertThat(reel.ok("status", "-s").out()).isEqualTo(" M notes.md\n?? new.md\n");
        assertThat(folder.resolve("new.md")).hasContent("more of it");
        reel.ok("add", ".");
        write("notes.md", "another idea\n");
        isRefused("notes.md", "reset", "--mixed");
        reel.ok("reset", "--force");
        assertThat(folder.resolve("notes.md")).hasContent("another idea");
    }

    @Test
    void versionThatAnyCommitHas_isNoWork() throws IOException {
        reel.ok("checkout", "v1", "--", "notes.md");
        reel.ok("checkout", "HEAD", "--", "notes.md");
        assertThat(folder.resolve("notes.md")).hasContent("two");
        reel.ok("restore", "-S", "-W", "--from", "v1", ".");
        write("notes.md", "another idea\n");
        reel.ok("restore", "--staged", "notes.md");
        assertThat(folder.resolve("notes.md")).hasContent("another idea");
        reel.ok("reset", "v1");
        reel.ok("reset", "v2");
    }

    @Test
    void stagedDeletion_isNoWork() throws IOException {
        reel.ok("rm", "notes.md");
        reel.ok("checkout", "HEAD", "--", "notes.md");
        assertThat(folder.resolve("notes.md")).hasContent("two");
    }
}
