package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;
import reel.history.workspace.WorkingFolder;
import reel.history.workspace.WorkspaceLock;

/// Nothing is lost, and what is wrong is named.
final class SafetyTest {
    @TempDir
    Path folder;

    private Reel reel;
    private byte[] clip;

    @BeforeEach
    void oneVersion() throws IOException {
        reel = Reel.in(folder);
        clip = new byte[300_000];
        new Random(3).nextBytes(clip);
        Files.write(folder.resolve("clip.mov"), clip);
        Files.writeString(folder.resolve("notes.md"), "one\n");
        reel.ok("init");
        reel.ok("add", ".");
        reel.ok("commit", "-m", "first");
        reel.ok("tag", "v1");
        Files.writeString(folder.resolve("notes.md"), "two\n");
        reel.ok("commit", "-a", "-m", "second");
    }

    @Test
    void checkout_overUnsavedWork_isRefused_untilForced() throws IOException {
        Files.writeString(folder.resolve("notes.md"), "precious\n");
        Reel.Result refused = reel.run("checkout", "v1");
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(refused.err()).contains("notes.md").contains("hint: ");
        assertThat(folder.resolve("notes.md")).hasContent("precious");
        assertThat(reel.ok("branch").out()).isEqualTo("* main\n");
        reel.ok("checkout", "--force", "v1");
        assertThat(folder.resolve("notes.md")).hasContent("one");
    }

    @Test
    void restore_overUnsavedWork_isRefused_untilForced() throws IOException {
        Files.writeString(folder.resolve("notes.md"), "precious\n");
        assertThat(reel.run("restore", "notes.md").exit()).isEqualTo(5);
        assertThat(folder.resolve("notes.md")).hasContent("precious");
        reel.ok("restore", "--force", "notes.md");
        assertThat(folder.resolve("notes.md")).hasContent("two");
    }

    @Test
    void rm_ofUnsavedWork_isRefused() throws IOException {
        Files.writeString(folder.resolve("notes.md"), "precious\n");
        assertThat(reel.run("rm", "notes.md").exit()).isEqualTo(5);
        assertThat(folder.resolve("notes.md")).hasContent("precious");
        reel.ok("rm", "-f", "notes.md");
        assertThat(folder.resolve("notes.md")).doesNotExist();
    }

    /// What was tracked below a folder is not what a link in its place leads to.
    @Test
    void link_inPlaceOfAFolder_isNeverFollowed(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("take.txt"), "of another project");
        Files.createDirectories(folder.resolve("takes"));
        Files.writeString(folder.resolve("takes/take.txt"), "of this one");
        reel.ok("commit", "-A", "-m", "a folder");
        Files.delete(folder.resolve("takes/take.txt"));
        Files.delete(folder.resolve("takes"));
        Files.createSymbolicLink(folder.resolve("takes"), outside);

        for (String[] command : new String[][] {
            {"mv", "clip.mov", "takes"},
            {"mv", "clip.mov", "takes/clip.mov"},
            {"mv", "takes/take.txt", "take.txt"},
            {"add", "takes/other.txt"},
            {"restore", "takes/take.txt"}
        }) {
            Reel.Result refused = reel.run(command);
            assertThat(refused.exit()).as(refused.told()).isEqualTo(ExitCode.REFUSED.number());
            assertThat(refused.err()).contains("takes");
        }
        reel.ok("rm", "takes/take.txt");

        assertThat(reel.ok("ls-files").out()).doesNotContain("take.txt");
        assertThat(outside).isDirectoryContaining("glob:**/take.txt");
        assertThat(outside.resolve("take.txt")).hasContent("of another project");
        assertThat(folder.resolve("takes")).isSymbolicLink();
        assertThat(folder.resolve("clip.mov")).hasBinaryContent(clip);
        Files.delete(folder.resolve("takes"));
    }

    @Test
    void init_twice_isRefused_andInAReadOnlyFolder_leavesNothing() throws IOException {
        Reel.Result again = reel.run("init");
        assertThat(again.exit()).isEqualTo(5);
        assertThat(again.err()).contains("there is a reel repository already");
        assertThat(reel.ok("log", "--oneline").out().lines()).hasSize(2);
        Path wrong = Files.writeString(folder.resolve("file"), "x");
        assertThat(reel.run("init", wrong.toString()).exit()).isNotZero();
        assertThat(reel.run("init", "other", "--chunking", "huge").exit()).isEqualTo(5);
        assertThat(folder.resolve("other/.reel")).doesNotExist();
    }

    @Test
    void repository_ofANewerFormat_isRefused() throws IOException {
        Path format = folder.resolve(".reel/repo/format");
        String text =
                Files.readString(format, StandardCharsets.UTF_8).replaceFirst("version = [12]\n", "version = 9\n");
        format.toFile().setWritable(true);
        Files.writeString(format, text);
        // Beside a second copy of another version it would be damage, and healed.
        Files.delete(folder.resolve(".reel/repo/parity/twins/format"));
        Reel.Result result = reel.run("status");
        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err())
                .contains("format version 9")
                .contains("up to version 2")
                .contains("Install a newer reel");
    }

    @Test
    void stage_damaged_isRebuiltWithAWarning() throws IOException {
        Path stage = folder.resolve(".reel/stage");
        byte[] bytes = Files.readAllBytes(stage);
        bytes[bytes.length / 2] ^= 0x20;
        Files.write(stage, bytes);
        Reel.Result status = reel.ok("status");
        assertThat(status.err()).contains("reel: warning: ").contains("rebuilt from HEAD");
        assertThat(status.out()).contains("Nothing to commit");
        Files.delete(stage);
        assertThat(reel.ok("status", "--porcelain").out()).isEmpty();
        reel.ok("add", ".");
        assertThat(reel.ok("status").err()).isEmpty();
    }

    @Test
    void pack_damaged_isNamedWithItsFiles_andNothingWrongIsWritten() throws IOException {
        damageEveryPack();
        Reel.Result fsck = reel.run("fsck", "--data");
        assertThat(fsck.exit()).isEqualTo(ExitCode.CORRUPT.number());
        assertThat(fsck.out()).contains("damaged: packs/").contains("needed by clip.mov");
        Files.delete(folder.resolve("clip.mov"));
        Reel.Result restore = reel.run("restore", "clip.mov");
        assertThat(restore.exit()).isEqualTo(ExitCode.CORRUPT.number());
        assertThat(restore.err()).contains("reel: error: ").contains("hint: ");
        assertThat(folder.resolve("clip.mov")).doesNotExist();
        Files.write(folder.resolve("clip.mov"), clip);
        assertThat(reel.run("cat", "v1:clip.mov").exit()).isEqualTo(4);
    }

    /// Flips a byte in the first half of every pack that is long enough to hold the clip.
    private void damageEveryPack() throws IOException {
        for (Path pack : objects("packs")) {
            byte[] bytes = Files.readAllBytes(pack);
            if (bytes.length > 100_000) {
                bytes[bytes.length / 2] ^= 1;
                replace(pack, bytes);
            }
        }
    }

    private List<Path> objects(String kind) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(".reel/repo").resolve(kind))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    @Test
    void index_lost_isRepairedFromThePacks() throws IOException {
        for (Path run : objects("index")) {
            Files.delete(run);
        }
        assertThat(reel.run("checkout", "v1").exit()).isNotZero();
        Reel.Result repair = reel.run("fsck", "--repair-index");
        assertThat(repair.out()).contains("repaired: ");
        reel.ok("checkout", "v1");
        assertThat(folder.resolve("notes.md")).hasContent("one");
        assertThat(reel.run("fsck", "--data").exit()).isZero();
    }

    @Test
    void operation_damaged_isNamed() throws IOException {
        Path newest = objects("ops").getLast();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 4;
        replace(newest, bytes);
        Path twin = folder.resolve(".reel/repo/parity/twins/ops").resolve(newest.getFileName());
        byte[] copy = Files.readAllBytes(twin);
        Files.delete(twin);
        Reel.Result result = reel.run("log");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("damaged").contains("hint: ");

        Files.write(twin, copy);
        Reel.Result healed = reel.ok("log");
        assertThat(healed.err()).contains("was damaged; it was put back from its second copy");
        assertThat(reel.ok("log").err()).isEmpty();
    }

    @Test
    void workspace_lockedByAnother_isConflict_butLookingIsFree() throws IOException {
        try (WorkspaceLock other = WorkspaceLock.acquire(WorkingFolder.open(folder), Duration.ZERO)) {
            Files.writeString(folder.resolve("new.txt"), "x");
            Reel.Result add = reel.run("add", ".");
            assertThat(add.exit()).isEqualTo(ExitCode.CONFLICT.number());
            assertThat(add.err()).contains("another reel command is changing this workspace");
            assertThat(reel.ok("status", "--porcelain").out()).isEqualTo("?? new.txt\n");
            reel.ok("log");
            reel.ok("diff");
        }
        reel.ok("add", ".");
    }

    @Test
    void twoCommands_atOnce_bothEndRight() throws Exception {
        Reel patient = reel.with("REEL_LOCK_WAIT", "60s");
        for (int i = 0; i < 40; i++) {
            Files.writeString(folder.resolve("a" + i + ".txt"), "a" + i);
            Files.writeString(folder.resolve("b" + i + ".txt"), "b" + i);
        }
        List<Callable<Reel.Result>> work = List.of(
                () -> patient.run("add", "a*.txt"),
                () -> patient.run("add", "b*.txt"),
                () -> patient.run("tag", "t1"),
                () -> patient.run("branch", "other"),
                () -> patient.run("status"));
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Reel.Result> done : threads.invokeAll(work)) {
                assertThat(done.get().exit()).as(done.get().err()).isZero();
            }
        }
        assertThat(reel.ok("status", "--porcelain").out().lines()).hasSize(80).allMatch(line -> line.startsWith("A  "));
        assertThat(reel.ok("tag").out()).isEqualTo("t1\nv1\n");
        reel.ok("commit", "-m", "both");
        assertThat(reel.run("fsck", "--data").exit()).isZero();
    }

    @Test
    void command_interrupted_ends130_andTheNextOneWorks() throws IOException {
        byte[] more = new byte[30 << 20];
        new Random(5).nextBytes(more);
        Files.write(folder.resolve("long.mov"), more);
        Thread.currentThread().interrupt();
        Reel.Result add = reel.run("add", ".");
        assertThat(Thread.interrupted() || add.exit() == 130).isTrue();
        assertThat(add.exit()).isEqualTo(ExitCode.INTERRUPTED.number());
        assertThat(folder.resolve(".reel/tmp"))
                .satisfiesAnyOf(
                        tmp -> assertThat(tmp).doesNotExist(),
                        tmp -> assertThat(tmp).isEmptyDirectory());
        reel.ok("add", ".");
        reel.ok("commit", "-m", "after all");
        assertThat(reel.run("fsck", "--data").exit()).isZero();
    }

    @Test
    void names_thatHurt_areShownQuoted_andComeBack() throws IOException {
        Files.writeString(folder.resolve("new\nline.txt"), "n");
        Files.writeString(folder.resolve("-dash"), "d");
        Files.writeString(folder.resolve("quote\".txt"), "q");
        assertThat(reel.ok("status", "--porcelain").out())
                .isEqualTo("?? -dash\n?? \"new\\nline.txt\"\n?? \"quote\\\".txt\"\n");
        reel.ok("add", "--", "-dash");
        reel.ok("add", ".");
        reel.ok("commit", "-m", "names");
        reel.ok("checkout", "v1");
        assertThat(folder.resolve("new\nline.txt")).doesNotExist();
        reel.ok("checkout", "main");
        assertThat(folder.resolve("new\nline.txt")).hasContent("n");
        assertThat(reel.ok("ls-files", "-z").out()).contains("new\nline.txt\0");
    }

    @Test
    void add_ofAPipe_isSkippedAndTold() throws Exception {
        Process fifo = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assertThat(fifo.waitFor()).isZero();
        Files.writeString(folder.resolve("fine.txt"), "x");
        Reel.Result add = reel.run("add", ".");
        assertThat(add.exit()).isEqualTo(1);
        assertThat(add.err()).contains("skipped pipe: ");
        assertThat(reel.ok("status", "--porcelain").out()).contains("A  fine.txt");
    }

    @Test
    void revisionOrPath_unknown_isMissing() {
        Reel.Result log = reel.run("log", "nothing");
        assertThat(log.exit()).isEqualTo(3);
        assertThat(log.err()).contains("neither a revision nor a path here");
        assertThat(reel.run("checkout", "nothing").exit()).isEqualTo(3);
        assertThat(reel.run("add", "nothing").exit()).isEqualTo(3);
        assertThat(reel.run("restore", "nothing").exit()).isEqualTo(3);
        assertThat(reel.run("rm", "nothing").exit()).isEqualTo(3);
        assertThat(reel.run("mv", "nothing", "x").exit()).isEqualTo(3);
        assertThat(reel.run("tag", "bad name").exit()).isEqualTo(5);
        assertThat(reel.run("add", "../outside").exit()).isNotZero();
    }
}
