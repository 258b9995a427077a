package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job by hand: what a person types on an ordinary day.
final class WorkflowTest {
    private static final int CLIP_BYTES = 700_000;

    @TempDir
    Path folder;

    private Reel reel;
    private byte[] clip;

    @BeforeEach
    void project() throws IOException {
        reel = Reel.in(folder);
        clip = new byte[CLIP_BYTES];
        new Random(7).nextBytes(clip);
        Files.createDirectories(folder.resolve("footage"));
        Files.write(folder.resolve("footage/a001.mov"), clip);
        Files.writeString(folder.resolve("scene.json"), "{\n  \"shot\": 1\n}\n");
        Files.writeString(folder.resolve("notes.md"), "one\ntwo\nthree\n");
    }

    private void firstVersion() {
        reel.ok("init");
        reel.ok("add", ".");
        reel.ok("commit", "-m", "first cut");
        reel.ok("tag", "v1");
    }

    private void secondVersion() throws IOException {
        byte[] longer = new byte[CLIP_BYTES + 5000];
        System.arraycopy(clip, 0, longer, 0, 300_000);
        System.arraycopy(clip, 300_000, longer, 305_000, CLIP_BYTES - 300_000);
        Files.write(folder.resolve("footage/a001.mov"), longer);
        Files.writeString(folder.resolve("notes.md"), "one\ntwo and a half\nthree\n");
        Files.delete(folder.resolve("scene.json"));
        Files.writeString(folder.resolve("fresh.txt"), "new\n");
        reel.ok("add", "-A");
        reel.ok("commit", "-m", "second cut");
        reel.ok("tag", "v2");
    }

    @Test
    void mainJob_everyByteComesBack_andTheSecondVersionCostsWhatChanged() throws IOException {
        firstVersion();
        assertThat(reel.ok("status").out()).contains("On branch main", "Nothing to commit, the folder is clean");
        long before = reel.json("stats").get("stored_bytes").asLong();
        secondVersion();
        long after = reel.json("stats").get("stored_bytes").asLong();
        assertThat(after - before).isLessThan(5000 + 2 * 65_536 + 20_000);

        reel.ok("checkout", "v1");
        assertThat(Files.readAllBytes(folder.resolve("footage/a001.mov"))).isEqualTo(clip);
        assertThat(folder.resolve("scene.json")).hasContent("{\n  \"shot\": 1\n}");
        assertThat(folder.resolve("fresh.txt")).doesNotExist();
        reel.ok("checkout", "main");
        assertThat(folder.resolve("fresh.txt")).hasContent("new");
        assertThat(folder.resolve("scene.json")).doesNotExist();
        reel.ok("restore", "footage/a001.mov", "--from", "v1");
        assertThat(Files.readAllBytes(folder.resolve("footage/a001.mov"))).isEqualTo(clip);
        assertThat(reel.ok("status", "--porcelain").out()).isEqualTo(" M footage/a001.mov\n");
        assertThat(reel.json("fsck", "--data").get("clean").asBoolean()).isTrue();
    }

    @Test
    void diff_betweenVersions_countsBytesAndLines() throws IOException {
        firstVersion();
        secondVersion();
        assertThat(reel.ok("diff", "v1", "v2", "--name-status").out())
                .isEqualTo("M\tfootage/a001.mov\nA\tfresh.txt\nM\tnotes.md\nD\tscene.json\n");
        assertThat(reel.ok("diff", "v1..v2", "--stat").out())
                .contains(" A fresh.txt", " D scene.json", "4 files changed");
        assertThat(reel.ok("diff", "v1", "v2", "--", "notes.md").out()).isEqualTo("""
                diff a/notes.md b/notes.md
                --- a/notes.md
                +++ b/notes.md
                @@ -1,3 +1,3 @@
                 one
                -two
                +two and a half
                 three
                """);
        var changes = reel.json("diff", "v1", "v2").get("changes");
        assertThat(changes.get(0).get("path").asString()).isEqualTo("footage/a001.mov");
        assertThat(changes.get(0).get("added_bytes").asLong()).isBetween(5000L, 5000L + 2 * 65_536);
        assertThat(reel.run("diff", "v1", "v2", "--exit-code").exit()).isEqualTo(1);
        assertThat(reel.run("diff", "v2", "v2", "--exit-code").exit()).isZero();
    }

    @Test
    void diff_ofTheFolder_showsUnstagedStagedAndAgainstACommit() throws IOException {
        firstVersion();
        Files.writeString(folder.resolve("notes.md"), "one\ntwo\nthree\nfour\n");
        assertThat(reel.ok("diff").out()).contains("+four").doesNotContain("-two");
        assertThat(reel.ok("diff", "--staged").out()).isEmpty();
        reel.ok("add", "notes.md");
        assertThat(reel.ok("diff").out()).isEmpty();
        assertThat(reel.ok("diff", "--staged").out()).contains("+four");
        assertThat(reel.ok("diff", "v1").out()).contains("+four");
    }

    @Test
    void log_andShow_tellTheStory() throws IOException {
        firstVersion();
        secondVersion();
        assertThat(reel.ok("log", "--oneline").out())
                .matches("[0-9a-f]{12} \\(HEAD -> main, tag: v2\\) second cut\n[0-9a-f]{12} \\(tag: v1\\) first cut\n");
        assertThat(reel.ok("log", "-n", "1").out()).contains("Author: Ada <ada@example.org>", "    second cut");
        assertThat(reel.ok("log", "--oneline", "--", "scene.json").out()).contains("first cut", "second cut");
        assertThat(reel.ok("log", "--oneline", "--", "fresh.txt").out())
                .contains("second cut")
                .doesNotContain("first");
        assertThat(reel.ok("log", "v1..v2", "--oneline").out())
                .contains("second cut")
                .doesNotContain("first");
        assertThat(reel.ok("log", "--author", "grace").out()).isEmpty();
        assertThat(reel.ok("log", "--stat").out()).contains(" A fresh.txt");
        assertThat(reel.ok("show", "v2", "--stat").out()).contains("second cut", "4 files changed");
        assertThat(reel.json("log").get("commits")).hasSize(2);
        assertThat(reel.json("show", "v1").get("message").asString()).isEqualTo("first cut");
    }

    @Test
    void cat_ofAnyVersion_isTheBytes() throws IOException {
        firstVersion();
        secondVersion();
        assertThat(reel.ok("cat", "v1:footage/a001.mov").bytes()).isEqualTo(clip);
        assertThat(reel.ok("cat", "--from", "v1", "scene.json").out()).isEqualTo("{\n  \"shot\": 1\n}\n");
        Reel.Result gone = reel.run("cat", "v2:scene.json");
        assertThat(gone.exit()).isEqualTo(3);
        assertThat(gone.err()).contains("scene.json in v2: no such file");
    }

    @Test
    void listing_ofFiles_hasSizesTypesAndHashes() throws IOException {
        firstVersion();
        assertThat(reel.ok("ls-files").out()).isEqualTo("footage/a001.mov\nnotes.md\nscene.json\n");
        assertThat(reel.ok("ls-files", "-l", "--from", "v1", "footage").out()).contains("684 KiB  footage/a001.mov");
        var files = reel.json("ls-files", "--type").get("files");
        assertThat(files.get(1).get("family").asString()).isEqualTo("text");
        assertThat(files.get(0).get("size").asLong()).isEqualTo(CLIP_BYTES);
        assertThat(files.get(0).get("blake3").asString()).hasSize(64);
    }

    @Test
    void branch_switchedTo_keepsItsOwnFiles() throws IOException {
        firstVersion();
        reel.ok("branch", "grade");
        reel.ok("switch", "grade");
        Files.writeString(folder.resolve("look.cube"), "lut\n");
        reel.ok("add", ".");
        reel.ok("commit", "-m", "grade it");
        reel.ok("switch", "main");
        assertThat(folder.resolve("look.cube")).doesNotExist();
        reel.ok("switch", "grade");
        assertThat(folder.resolve("look.cube")).exists();
        assertThat(reel.ok("branch").out()).isEqualTo("* grade\n  main\n");
        assertThat(reel.run("branch", "-d", "grade").exit()).isEqualTo(5);
        reel.ok("switch", "main");
        assertThat(reel.run("branch", "-d", "grade").err()).contains("no other branch or tag holds");
        reel.ok("branch", "-D", "grade");
        assertThat(reel.ok("branch").out()).isEqualTo("* main\n");
        reel.ok("undo");
        assertThat(reel.ok("branch").out()).isEqualTo("  grade\n* main\n");
        reel.ok("branch", "-m", "grade", "final");
        assertThat(reel.json("branch").get("branches")).hasSize(2);
    }

    @Test
    void rename_andRemove_areStaged() throws IOException {
        firstVersion();
        reel.ok("mv", "footage", "media");
        reel.ok("rm", "notes.md");
        assertThat(folder.resolve("media/a001.mov")).exists();
        assertThat(folder.resolve("notes.md")).doesNotExist();
        assertThat(reel.ok("status", "-s").out())
                .contains("R  footage/a001.mov -> media/a001.mov", "D  notes.md")
                .doesNotContain("??");
        reel.ok("commit", "-m", "tidy");
        assertThat(reel.ok("diff", "v1", "HEAD", "--stat").out()).contains("renamed");
        assertThat(reel.run("rm", "media").err()).contains("is a folder");
        reel.ok("rm", "--cached", "scene.json");
        assertThat(folder.resolve("scene.json")).exists();
        assertThat(reel.ok("status", "-s").out()).isEqualTo("D  scene.json\n?? scene.json\n");
    }

    @Test
    void add_dryRun_changesNothing_andUpdate_takesTrackedOnly() throws IOException {
        firstVersion();
        Files.writeString(folder.resolve("notes.md"), "changed\n");
        Files.writeString(folder.resolve("extra.txt"), "x");
        assertThat(reel.ok("add", "-n", ".").out()).isEqualTo("add    extra.txt\nupdate notes.md\n");
        assertThat(reel.ok("status", "-s").out()).isEqualTo(" M notes.md\n?? extra.txt\n");
        reel.ok("add", "-u");
        assertThat(reel.ok("status", "-s").out()).isEqualTo("M  notes.md\n?? extra.txt\n");
        Files.writeString(folder.resolve(".reelignore"), "*.txt\n");
        assertThat(reel.ok("status", "-s", "--ignored").out()).contains("!! extra.txt");
        reel.ok("add", "-f", "extra.txt");
        assertThat(reel.ok("status", "-s").out()).contains("A  extra.txt");
    }

    @Test
    void commit_everyForm_isKept() throws IOException {
        firstVersion();
        assertThat(reel.run("commit", "-m", "nothing").err()).contains("nothing is staged");
        reel.ok("commit", "--allow-empty", "-m", "empty");
        Files.writeString(folder.resolve("notes.md"), "all\n");
        reel.ok(
                "commit",
                "-a",
                "-m",
                "all of it",
                "--author",
                "Grace <grace@example.org>",
                "--date",
                "2026-01-31T12:00Z");
        assertThat(reel.ok("log", "-n", "1").out())
                .contains(
                        "Author: Grace <grace@example.org>",
                        "Commit: Ada <ada@example.org>",
                        "2026-01-31 12:00:00 +0000");
        reel.ok("commit", "--amend", "-m", "better words");
        assertThat(reel.ok("log", "--oneline").out().lines())
                .hasSize(3)
                .first()
                .asString()
                .contains("better words");
        Files.writeString(folder.resolve("brand-new"), "never added\n");
        Files.delete(folder.resolve("notes.md"));
        reel.ok("commit", "-A", "-m", "new and gone");
        assertThat(reel.ok("status", "-s").out()).isEmpty();
        assertThat(reel.ok("ls-files").out()).contains("brand-new").doesNotContain("notes.md");
        Files.writeString(folder.resolve("message"), "from a file\n");
        reel.ok("commit", "--allow-empty", "-F", "message");
        assertThat(reel.json("log", "-n", "1").at("/commits/0/message").asString())
                .isEqualTo("from a file");
        assertThat(reel.run("commit", "--allow-empty").err()).contains("the message is empty");
    }

    @Test
    void reset_softMixedHard_moveWhatTheySay() throws IOException {
        firstVersion();
        secondVersion();
        reel.ok("reset", "--soft", "v1");
        assertThat(reel.ok("status", "-s").out()).contains("A  fresh.txt", "M  footage/a001.mov");
        reel.ok("reset");
        assertThat(reel.ok("status", "-s").out()).contains("?? fresh.txt", " M footage/a001.mov", " D scene.json");
        reel.ok("reset", "--hard");
        assertThat(Files.readAllBytes(folder.resolve("footage/a001.mov"))).isEqualTo(clip);
        assertThat(reel.ok("status", "-s").out()).isEqualTo("?? fresh.txt\n");
    }

    @Test
    void undo_ofCommit_leavesTheWork_andOfSwitch_takesFilesAlong() throws IOException {
        firstVersion();
        secondVersion();
        reel.ok("undo");
        assertThat(reel.ok("tag").out()).isEqualTo("v1\n");
        reel.ok("undo");
        assertThat(reel.ok("log", "--oneline").out()).contains("first cut").doesNotContain("second");
        assertThat(reel.ok("status", "-s").out()).contains("A  fresh.txt");
        reel.ok("commit", "-m", "second again");
        reel.ok("checkout", "v1");
        assertThat(folder.resolve("fresh.txt")).doesNotExist();
        reel.ok("undo");
        assertThat(folder.resolve("fresh.txt")).exists();
        assertThat(reel.ok("op", "log").out()).contains("reel checkout v1", "takes back");
        assertThat(reel.json("op", "log").get("operations").get(0).get("undoes").asLong())
                .isPositive();
        assertThat(reel.ok("op", "show", "2").out()).contains("branch main: nothing -> ");
    }

    @Test
    void rm_whereTheCallerStands_leavesThatFolder() {
        firstVersion();
        Path here = folder.resolve("footage");
        Reel.in(here).ok("rm", "-r", "../footage");
        assertThat(here).isEmptyDirectory();
        reel.ok("reset", "--hard", "v1");
        reel.ok("rm", "-r", "footage");
        assertThat(here).doesNotExist();
    }

    @Test
    void undo_ofTheUndoOfAReset_leavesAloneWhatTheResetLeft() throws IOException {
        firstVersion();
        secondVersion();
        reel.ok("undo");
        for (String mode : List.of("--soft", "--mixed")) {
            reel.ok("reset", mode, "v1");
            String status = reel.ok("status", "-s").out();
            reel.ok("undo");
            assertThat(reel.ok("status", "-s").out()).isEmpty();
            reel.ok("undo", Long.toString(newestOperation()));
            assertThat(reel.ok("status", "-s").out()).as(mode).isEqualTo(status);
            assertThat(folder.resolve("fresh.txt")).exists();
            reel.ok("undo", Long.toString(newestOperation()));
            assertThat(reel.ok("status", "-s").out()).isEmpty();
        }
    }

    private long newestOperation() {
        return reel.json("op", "log").at("/operations/0/number").asLong();
    }

    @Test
    void undo_goesByTheCommand_notByTheNamesItWasGiven() throws IOException {
        firstVersion();
        reel.ok("switch", "-c", "commit");
        secondVersion();
        reel.ok("switch", "main");
        reel.ok("switch", "commit");
        reel.ok("undo");
        assertThat(folder.resolve("fresh.txt")).doesNotExist();
        assertThat(reel.ok("status", "-s").out()).isEmpty();

        Files.writeString(folder.resolve("late.txt"), "late");
        reel.ok("add", ".");
        reel.ok("--memory", "low", "-C", ".", "commit", "-m", "late");
        reel.ok("undo");
        assertThat(reel.ok("status", "-s").out()).isEqualTo("A  late.txt\n");
    }

    @Test
    void opRestore_bringsBackEverything() throws IOException {
        firstVersion();
        long then = reel.json("op", "log").at("/operations/0/number").asLong();
        secondVersion();
        reel.ok("op", "restore", Long.toString(then));
        assertThat(reel.ok("tag").out()).isEqualTo("v1\n");
        assertThat(folder.resolve("fresh.txt")).doesNotExist();
        assertThat(reel.ok("status", "-s").out()).isEmpty();
    }

    @Test
    void gc_keepsWhatIsUndoable_andDropsWhatIsNot() throws IOException {
        firstVersion();
        byte[] other = new byte[400_000];
        new Random(8).nextBytes(other);
        Files.write(folder.resolve("big.bin"), other);
        reel.ok("add", ".");
        reel.ok("commit", "-m", "big");
        reel.ok("reset", "--hard", "v1");
        reel.ok("gc");
        assertThat(reel.ok("op", "log").out()).contains("commit -m big");
        reel.ok("undo");
        assertThat(Files.readAllBytes(folder.resolve("big.bin"))).isEqualTo(other);
        reel.ok("reset", "--hard", "v1");
        assertThat(reel.json("gc", "--dry-run", "--keep-ops", "1")
                        .get("bytes_freed")
                        .asLong())
                .isPositive();
        reel.ok("gc", "--keep-ops", "1");
        assertThat(reel.json("fsck", "--data").get("clean").asBoolean()).isTrue();
        reel.ok("checkout", "v1");
        Reel.Result gone = reel.run("op", "restore", "4");
        assertThat(gone.exit()).isEqualTo(3);
        assertThat(gone.err()).contains("removed by `reel gc`");
    }

    @Test
    void append_toATrackedFile_isNoticedAtOnce() throws IOException {
        firstVersion();
        Files.write(folder.resolve("footage/a001.mov"), new byte[] {1}, StandardOpenOption.APPEND);
        assertThat(reel.json("status").at("/unstaged/0/kind").asString()).isEqualTo("modified");
    }
}
