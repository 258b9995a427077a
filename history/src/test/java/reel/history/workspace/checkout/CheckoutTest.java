package reel.history.workspace.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.history.tree.RepoPath;
import reel.history.workspace.FileStat;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.Workbench;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.history.workspace.status.Status;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.Faults;
import reel.testkit.Seeded;
import reel.testkit.TreeMaker;
import reel.testkit.TreeSnapshot;

@Seeded
final class CheckoutTest {
    @TempDir
    Path temp;

    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = Workbench.in(temp.resolve("w"));
    }

    private RestoreOptions from(@Nullable Hash tree, boolean force, String... paths) {
        return new RestoreOptions(tree, PathSet.of(Workbench.paths(paths)), false, true, force);
    }

    @Test
    void switch_overAnEditThatIsNotAdded_isRefusedAndNothingChanges() throws IOException {
        bench.write("a", "1");
        bench.write("b", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "2");
        bench.write("b", "2");
        bench.addAndCommit();
        bench.write("b", "mine");
        TreeSnapshot before = TreeSnapshot.of(bench.root);
        assertThatThrownBy(() -> bench.switchTo(one))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("b (changed, not added)");
        TreeSnapshot.ofWorkspace(bench.root).assertEquals(TreeSnapshot.ofWorkspace(bench.root));
        assertThat(bench.read("b")).isEqualTo("mine");
        assertThat(bench.read("a")).isEqualTo("2");
        assertThat(before.entries()).containsKey("b");
    }

    @Test
    void switch_overAddedButNotCommittedWork_isRefused() throws IOException {
        bench.write("a", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "2");
        bench.addAndCommit();
        bench.write("a", "3");
        bench.add();
        assertThatThrownBy(() -> bench.switchTo(one))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("a (added and not committed)");
    }

    @Test
    void switch_overUntrackedFileInTheWay_isRefusedUnlessItIsTheSame() throws IOException {
        bench.write("keep", "k");
        Hash without = bench.addAndCommit();
        bench.write("a", "1");
        Hash with = bench.addAndCommit();
        bench.switchTo(without);
        bench.write("a", "mine");
        assertThatThrownBy(() -> bench.switchTo(with))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("a (untracked, in the way)");
        bench.write("a", "1");
        bench.switchTo(with);
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void switch_withWorkInFilesThatDoNotDiffer_keepsIt() throws IOException {
        bench.write("a", "1");
        bench.write("b", "1");
        bench.write("c", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "2");
        Hash two = bench.addAndCommit();
        bench.write("b", "edited");
        bench.write("c", "staged");
        bench.add("c");
        bench.write("new", "n");
        bench.switchTo(one);
        assertThat(bench.read("a")).isEqualTo("1");
        assertThat(bench.read("b")).isEqualTo("edited");
        assertThat(bench.status().staged()).hasSize(1);
        assertThat(bench.status().unstaged()).hasSize(1);
        bench.switchTo(two);
        assertThat(bench.read("a")).isEqualTo("2");
        assertThat(bench.read("c")).isEqualTo("staged");
    }

    @Test
    void switch_whereAFolderWithFoldersBecomesAFileOrALink_andBack_succeeds() throws IOException {
        bench.write("file/in/deep", "1");
        bench.write("link/in/deep", "1");
        Hash folders = bench.addAndCommit();
        TreeSnapshot wasFolders = TreeSnapshot.ofWorkspace(bench.root);
        for (String top : new String[] {"file", "link"}) {
            Files.delete(bench.root.resolve(top + "/in/deep"));
            Files.delete(bench.root.resolve(top + "/in"));
            Files.delete(bench.root.resolve(top));
        }
        bench.write("file", "2");
        Files.createSymbolicLink(bench.root.resolve("link"), Path.of("link"));
        Hash others = bench.addAndCommit();
        TreeSnapshot wasOthers = TreeSnapshot.ofWorkspace(bench.root);

        bench.switchTo(folders);
        TreeSnapshot.ofWorkspace(bench.root).assertEquals(wasFolders);
        bench.switchTo(others);
        TreeSnapshot.ofWorkspace(bench.root).assertEquals(wasOthers);
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void switch_whereAnUntrackedFileIsInsideAFolderThatBecomesAFile_isRefused() throws IOException {
        bench.write("x", "file");
        Hash file = bench.addAndCommit();
        Files.delete(bench.root.resolve("x"));
        bench.write("x/in", "in");
        bench.addAndCommit();
        bench.write("x/mine", "mine");
        assertThatThrownBy(() -> bench.switchTo(file))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("x/mine");
        assertThat(bench.read("x/in")).isEqualTo("in");
        Files.delete(bench.root.resolve("x/mine"));
        bench.switchTo(file);
        assertThat(bench.read("x")).isEqualTo("file");
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void switch_whereAFileOrALinkBecomesAnEmptyFolder_makesTheFolder() throws IOException {
        bench.write("keep", "k");
        Files.createDirectory(bench.root.resolve("x"));
        Files.createDirectory(bench.root.resolve("y"));
        Hash folders = bench.addAndCommit();
        Files.delete(bench.root.resolve("x"));
        Files.delete(bench.root.resolve("y"));
        bench.write("x", "file");
        Files.createSymbolicLink(bench.root.resolve("y"), Path.of("keep"));
        bench.addAndCommit();
        bench.switchTo(folders);
        assertThat(bench.root.resolve("x")).isEmptyDirectory();
        assertThat(Files.isDirectory(bench.root.resolve("y"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(bench.read("keep")).isEqualTo("k");
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void switch_belowALinkOutOfTheTree_neverWritesThroughIt() throws IOException {
        bench.write("keep", "k");
        Hash without = bench.addAndCommit();
        bench.write("d/x", "1");
        Hash with = bench.addAndCommit();
        bench.switchTo(without);
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.createSymbolicLink(bench.root.resolve("d"), outside);
        assertThatThrownBy(() -> bench.switchTo(with))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("d (");
        bench.resetHard(with);
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.isDirectory(bench.root.resolve("d"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(bench.read("d/x")).isEqualTo("1");
    }

    @Test
    void switch_whenATrackedFolderWasReplacedByALink_deletesNothingBehindIt() throws IOException {
        bench.write("d/x", "1");
        bench.write("keep", "k");
        bench.addAndCommit();
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("x"), "1");
        Files.delete(bench.root.resolve("d/x"));
        Files.delete(bench.root.resolve("d"));
        Files.createSymbolicLink(bench.root.resolve("d"), outside);
        Hash linked = bench.addAndCommit();
        assertThat(bench.stage().holds(RepoPath.of("d/x"))).isFalse();
        assertThat(outside.resolve("x")).exists();
        assertThat(linked).isEqualTo(bench.stage().tree());
    }

    @Test
    void switch_restoresTimesAndModes() throws IOException {
        Path file = bench.write("f", "1");
        Files.setLastModifiedTime(file, FileTime.from(java.time.Instant.parse("2001-02-03T04:05:06.123456789Z")));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        Hash one = bench.addAndCommit();
        bench.write("f", "2");
        Files.setLastModifiedTime(file, FileTime.from(java.time.Instant.parse("2011-02-03T04:05:06Z")));
        assertThat(file.toFile().setExecutable(false)).isTrue();
        bench.addAndCommit();
        bench.switchTo(one);
        assertThat(Files.getLastModifiedTime(file).toInstant()).hasToString("2001-02-03T04:05:06.123456789Z");
        assertThat(Files.isExecutable(file)).isTrue();
    }

    @Test
    void switch_betweenVersionsOfOneContentAndTwoTimes_restoresTheTime() throws IOException {
        Path file = bench.write("f", "1");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        Hash one = bench.addAndCommit();
        Files.delete(file);
        bench.add();
        bench.write("f", "1");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_100_000_000_000L));
        Hash two = bench.addAndCommit();
        bench.switchTo(one);
        assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1_000_000_000_000L);
        bench.switchTo(two);
        assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1_100_000_000_000L);
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void restore_ofEditedFile_needsForce() throws IOException {
        bench.write("a", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "mine");
        assertThatThrownBy(() -> bench.checkout().restore(bench.stage(), from(one, false, "a"), NavigableMap::keySet))
                .isInstanceOf(Refused.class);
        assertThat(bench.read("a")).isEqualTo("mine");
        bench.checkout().restore(bench.stage(), from(one, true, "a"), NavigableMap::keySet);
        assertThat(bench.read("a")).isEqualTo("1");
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void restore_byForceOfDamageThatTheStatHides_readsAndMendsIt() throws IOException {
        Path file = bench.write("a", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "X");
        Stage stage = bench.stage();
        NavigableMap<RepoPath, @Nullable StageEntry> looksClean = new TreeMap<>();
        RepoPath a = RepoPath.of("a");
        looksClean.put(a, StageEntry.seen(a, stage.treeEntry(0), FileStat.of(file), false));
        new StageFile(bench.folder).write(StageBuilder.edit(stage, looksClean));
        assertThat(bench.status().unstaged()).isEmpty();
        bench.checkout().restore(bench.stage(), from(one, true, "a"), NavigableMap::keySet);
        assertThat(bench.read("a")).isEqualTo("1");
    }

    @Test
    void resetHard_whileMerging_endsWhatTheMergeStaged() throws IOException {
        bench.write("a", "1");
        Hash one = bench.addAndCommit();
        new StageFile(bench.folder).write(StageBuilder.withMerging(bench.stage(), true));
        assertThatThrownBy(() -> bench.switchTo(one))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("merge");
        bench.resetHard(one);
        assertThat(bench.stage().isMerging()).isFalse();
    }

    @Test
    void restore_ofGoneFileFromTheStage_bringsItBack() throws IOException {
        bench.write("d/a", "1");
        bench.addAndCommit();
        Files.delete(bench.root.resolve("d/a"));
        Files.delete(bench.root.resolve("d"));
        bench.checkout().restore(bench.stage(), from(null, false, "d"), NavigableMap::keySet);
        assertThat(bench.read("d/a")).isEqualTo("1");
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void restore_fromAnOldVersion_leavesTheStageAlone() throws IOException {
        bench.write("a", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "2");
        bench.addAndCommit();
        bench.checkout().restore(bench.stage(), from(one, false, "a"), NavigableMap::keySet);
        assertThat(bench.read("a")).isEqualTo("1");
        assertThat(bench.status().staged()).isEmpty();
        assertThat(bench.status().unstaged()).hasSize(1);
    }

    @Test
    void restore_ofStageOnly_unstages() throws IOException {
        bench.write("a", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "2");
        bench.write("b", "2");
        bench.add();
        RestoreOptions unstage = new RestoreOptions(one, PathSet.ALL, true, false, false);
        bench.checkout().restore(bench.stage(), unstage, NavigableMap::keySet);
        Status status = bench.status();
        assertThat(status.staged()).isEmpty();
        assertThat(status.unstaged()).hasSize(1);
        assertThat(status.untracked()).containsExactly(RepoPath.of("b"));
        assertThat(bench.read("a")).isEqualTo("2");
    }

    @Test
    void restore_ofUnknownPath_isMissing() throws IOException {
        bench.write("a", "1");
        Hash one = bench.addAndCommit();
        assertThatThrownBy(
                        () -> bench.checkout().restore(bench.stage(), from(one, false, "nope"), NavigableMap::keySet))
                .isInstanceOf(Missing.class);
    }

    @Test
    void resetStage_leavesTheDiskAlone() throws IOException {
        bench.write("a", "1");
        Hash one = bench.addAndCommit();
        bench.write("a", "2");
        bench.addAndCommit();
        bench.checkout().resetStage(bench.stage(), one, false, staged -> Set.of());
        bench.head = one;
        assertThat(bench.read("a")).isEqualTo("2");
        assertThat(bench.status().staged()).isEmpty();
        assertThat(bench.status().unstaged()).hasSize(1);
    }

    @Test
    void switch_withADamagedChunk_restoresTheRestAndNamesIt() throws IOException {
        bench.write("keep", "k");
        Hash without = bench.addAndCommit();
        bench.write("a", "will be damaged");
        bench.write("b", "fine");
        Hash with = bench.addAndCommit();
        reel.history.tree.TreeEntry.File a = (reel.history.tree.TreeEntry.File)
                java.util.Objects.requireNonNull(bench.stage().entry(RepoPath.of("a")))
                        .entry();
        bench.switchTo(without);
        byte[] wrong = new byte[15];
        bench.chunks.damage(a.content().root(), wrong);
        assertThatThrownBy(() -> bench.switchTo(with)).isInstanceOf(Corrupt.class);
        assertThat(bench.read("b")).isEqualTo("fine");
        assertThat(bench.root.resolve("a")).doesNotExist();
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Left(Workbench bench, Hash from, Hash to) {}

    private Map<String, byte[]> contents(TreeSnapshot tree) {
        Map<String, byte[]> contents = new HashMap<>();
        tree.entries()
                .forEach((path, entry) ->
                        contents.put(path, entry.content().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return contents;
    }

    /// The scenario of every kill: a random edit of a random tree, switched back.
    @RepeatedTest(3)
    void switch_killedAtEveryStep_leavesOldOrNewFilesAndFinishesWhenRunAgain(RandomGenerator random) throws Exception {
        Path model = temp.resolve("model");
        TreeMaker maker = TreeMaker.of(random, 4 << 10);
        maker.plain(model, 12);
        Hash to;
        Hash from;
        TreeSnapshot old;
        TreeSnapshot young;
        try (Workbench source = Workbench.sharing(model, bench.chunks)) {
            to = source.addAndCommit();
            young = TreeSnapshot.ofWorkspace(model).withoutTimes();
            maker.edit(model, 12);
            Files.createDirectories(model.resolve("type/folder"));
            from = source.addAndCommit();
            old = TreeSnapshot.ofWorkspace(model).withoutTimes();
        }
        AtomicLong runs = new AtomicLong();
        Faults.sampledSteps(
                25,
                random,
                failAt -> {
                    Workbench here = Workbench.sharing(temp.resolve("run" + runs.incrementAndGet()), bench.chunks);
                    here.switchTo(from);
                    AtomicLong steps = new AtomicLong();
                    Watch watch = (what, path) -> {
                        if (steps.incrementAndGet() >= failAt) {
                            throw new Killed();
                        }
                    };
                    Checkout checkout = new Checkout(here.folder, here.chunks, here.budget, Progress.NONE, watch);
                    return Faults.Ran.of(
                            new Left(here, from, to),
                            steps::get,
                            () -> checkout.switchTree(here.stage(), from, to),
                            Killed.class);
                },
                left -> {
                    Map<String, byte[]> before = contents(old);
                    Map<String, byte[]> after = contents(young);
                    new TreeMap<>(contents(
                                    TreeSnapshot.ofWorkspace(left.bench.root).withoutTimes()))
                            .forEach((path, content) -> assertThat(Arrays.equals(content, before.get(path))
                                            || Arrays.equals(content, after.get(path)))
                                    .as("%s is the old or the new one", path)
                                    .isTrue());
                    left.bench.switchTo(left.to);
                    TreeSnapshot.ofWorkspace(left.bench.root).withoutTimes().assertEquals(young);
                    Status status = left.bench.status();
                    assertThat(status.isClean()).as("%s", status).isTrue();
                    left.bench.close();
                });
    }
}
