package reel.history.workspace.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.history.tree.RepoPath;
import reel.history.workspace.FileStat;
import reel.history.workspace.PathSet;
import reel.history.workspace.Workbench;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.stage.StageEntry;
import reel.testkit.Seeded;
import reel.testkit.TreeMaker;
import reel.testkit.TreeSnapshot;

@Seeded
final class StatusTest {
    @TempDir
    Path temp;

    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = Workbench.in(temp.resolve("w"));
    }

    private static Set<String> changed(TreeSnapshot from, TreeSnapshot to) {
        Set<String> paths = new TreeSet<>();
        for (String line : from.withoutTimes().differences(to.withoutTimes())) {
            String path = line.substring(2);
            int colon = line.startsWith("~") ? path.indexOf(": ") : -1;
            paths.add(colon < 0 ? path : path.substring(0, colon));
        }
        return paths;
    }

    private static boolean isFolder(TreeSnapshot of, String path) {
        TreeSnapshot.Entry entry = of.entries().get(path);
        return entry != null && entry.type() == TreeSnapshot.Type.FOLDER;
    }

    /// Every path that status tells, folders apart: those only show when they are empty.
    private static Set<String> told(Status status) {
        Set<String> paths = new TreeSet<>();
        status.unstaged().forEach(change -> paths.add(change.path().toString()));
        status.untracked().forEach(path -> paths.add(path.toString()));
        return paths;
    }

    @RepeatedTest(4)
    void status_afterRandomEdits_tellsWhatAFullComparisonTells(RandomGenerator random) throws IOException {
        TreeMaker maker = TreeMaker.of(random, 8 << 10);
        maker.plain(bench.root, 30);
        bench.addAndCommit();
        TreeSnapshot before = TreeSnapshot.ofWorkspace(bench.root);
        for (int round = 0; round < 4; round++) {
            maker.edit(bench.root, random.nextInt(12));
            TreeSnapshot now = TreeSnapshot.ofWorkspace(bench.root);
            Set<String> expected = changed(before, now);
            expected.removeIf(path -> isFolder(before, path) || isFolder(now, path));
            Set<String> actual = told(bench.status());
            actual.removeIf(path -> isFolder(before, path) || isFolder(now, path));
            assertThat(actual).isEqualTo(expected);
        }
        bench.add();
        Status status = bench.status();
        assertThat(status.unstaged()).isEmpty();
        assertThat(status.untracked()).isEmpty();
        TreeSnapshot now = TreeSnapshot.ofWorkspace(bench.root);
        Set<String> staged = new TreeSet<>();
        for (Change change : status.staged()) {
            staged.add(change.path().toString());
            if (change.from() != null) {
                staged.add(change.from().toString());
            }
        }
        staged.removeIf(path -> isFolder(before, path) || isFolder(now, path));
        Set<String> expected = changed(before, now);
        expected.removeIf(path -> isFolder(before, path) || isFolder(now, path));
        assertThat(staged).isEqualTo(expected);
    }

    @RepeatedTest(8)
    void status_afterAnEditThatKeepsSizeAndTime_seesIt(RandomGenerator random) throws IOException {
        Path file = bench.write("f", "one");
        if (random.nextBoolean()) {
            bench.status();
        }
        bench.addAndCommit();
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
        assertThat(bench.status().unstaged()).containsExactly(Change.of(RepoPath.of("f"), Change.Kind.MODIFIED));
        Files.writeString(file, "one");
        Files.setLastModifiedTime(file, time);
        assertThat(bench.status().isClean()).isTrue();
    }

    @Test
    void stage_ofFilesJustWritten_isRacyUntilTheyAreOld() throws IOException {
        Path file = bench.write("f", "one");
        bench.write("old", "one");
        Files.setLastModifiedTime(bench.root.resolve("old"), FileTime.fromMillis(1_000_000_000_000L));
        bench.add();
        StageEntry young = java.util.Objects.requireNonNull(bench.stage().entry(RepoPath.of("f")));
        StageEntry old = java.util.Objects.requireNonNull(bench.stage().entry(RepoPath.of("old")));
        assertThat(young.racy()).isTrue();
        assertThat(old.racy()).isFalse();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        assertThat(bench.status().unstaged()).isEmpty();
        young = java.util.Objects.requireNonNull(bench.stage().entry(RepoPath.of("f")));
        assertThat(young.racy()).as("status remembers what it read").isFalse();
    }

    @Test
    void status_whileAnotherCommandHoldsTheLock_stillAnswers() throws IOException {
        Path file = bench.write("f", "one");
        bench.add();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        byte[] stage = Files.readAllBytes(bench.folder.stageFile());
        try (reel.history.workspace.WorkspaceLock lock =
                reel.history.workspace.WorkspaceLock.acquire(bench.folder, java.time.Duration.ZERO)) {
            assertThat(lock).isNotNull();
            assertThat(bench.status().unstaged()).isEmpty();
        }
        assertThat(Files.readAllBytes(bench.folder.stageFile())).isEqualTo(stage);
    }

    @Test
    void status_withoutStage_isRebuiltAndComparesContent() throws IOException {
        bench.write("same", "same");
        bench.write("d/edited", "before");
        bench.addAndCommit();
        bench.write("d/edited", "after!");
        Files.delete(bench.folder.stageFile());
        Status status = bench.status();
        assertThat(status.staged()).isEmpty();
        assertThat(status.unstaged()).containsExactly(Change.of(RepoPath.of("d/edited"), Change.Kind.MODIFIED));
    }

    @Test
    void status_ofRenamedFile_isOneRename() throws IOException {
        bench.write("a/x", "content");
        bench.write("keep", "k");
        bench.addAndCommit();
        Files.createDirectories(bench.root.resolve("b"));
        Files.move(bench.root.resolve("a/x"), bench.root.resolve("b/y"));
        Files.delete(bench.root.resolve("a"));
        bench.add();
        assertThat(bench.status().staged())
                .containsExactly(new Change(RepoPath.of("b/y"), Change.Kind.RENAMED, RepoPath.of("a/x")));
    }

    @Test
    void status_withAByteOrderMarkBeforeTheFirstIgnoreRule_obeysThatRule() throws IOException {
        bench.write(".reelignore", "\ufeffcache/\r\n*.tmp\r\n");
        bench.write("cache/big", "c");
        bench.write("a.tmp", "t");
        assertThat(bench.status().ignored().stream().map(RepoPath::toString)).containsExactly("a.tmp", "cache");
    }

    @Test
    void status_withIgnoreRules_leavesUntrackedOutAndKeepsTracked() throws IOException {
        bench.write("cache/tracked", "t");
        bench.add();
        bench.write(".reelignore", "*.tmp\ncache/\n!keep.tmp\n/only-here\n");
        bench.write("sub/.reelignore", "!back.tmp\nmore\n");
        for (String path : List.of(
                "a.tmp",
                "keep.tmp",
                "only-here",
                "sub/only-here",
                "sub/back.tmp",
                "sub/other.tmp",
                "sub/more",
                "more",
                "cache/new",
                "deep/cache/x")) {
            bench.write(path, path);
        }
        bench.write("cache/tracked", "changed");
        Status status = bench.status();
        assertThat(status.untracked().stream().map(RepoPath::toString))
                .containsExactly(".reelignore", "keep.tmp", "more", "sub/.reelignore", "sub/back.tmp", "sub/only-here");
        assertThat(status.ignored().stream().map(RepoPath::toString))
                .containsExactly("a.tmp", "cache/new", "deep/cache", "only-here", "sub/more", "sub/other.tmp");
        assertThat(status.unstaged()).containsExactly(Change.of(RepoPath.of("cache/tracked"), Change.Kind.MODIFIED));
        bench.add(new AddOptions(PathSet.ALL, false, true, false));
        assertThat(bench.stage().holds(RepoPath.of("deep/cache/x"))).isTrue();
    }

    @Test
    void status_ofTypeChanges_isToldPerPath() throws IOException {
        bench.write("file-to-folder", "x");
        bench.write("folder-to-file/a", "x");
        bench.write("file-to-link", "x");
        Files.createDirectory(bench.root.resolve("empty"));
        bench.addAndCommit();
        Files.delete(bench.root.resolve("file-to-folder"));
        bench.write("file-to-folder/in", "x");
        Files.delete(bench.root.resolve("folder-to-file/a"));
        Files.delete(bench.root.resolve("folder-to-file"));
        bench.write("folder-to-file", "y");
        Files.delete(bench.root.resolve("file-to-link"));
        Files.createSymbolicLink(bench.root.resolve("file-to-link"), Path.of("x"));
        Files.delete(bench.root.resolve("empty"));
        Status status = bench.status();
        assertThat(status.unstaged())
                .containsExactly(
                        Change.of(RepoPath.of("empty"), Change.Kind.REMOVED),
                        Change.of(RepoPath.of("file-to-folder"), Change.Kind.REMOVED),
                        Change.of(RepoPath.of("file-to-link"), Change.Kind.TYPE),
                        Change.of(RepoPath.of("folder-to-file/a"), Change.Kind.REMOVED));
        assertThat(status.untracked())
                .containsExactlyElementsOf(Workbench.paths("file-to-folder/in", "folder-to-file"));
        bench.addAndCommit();
        assertThat(bench.status().isClean()).isTrue();
        assertThat(bench.stage().entries().stream().map(entry -> entry.path().toString()))
                .containsExactly("file-to-folder/in", "file-to-link", "folder-to-file");
    }

    @Test
    void scan_ofTenThousandFilesInOneFolder_findsEachOnce() throws IOException {
        Path many = Files.createDirectories(bench.root.resolve("many"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(many.resolve("f" + i));
        }
        bench.add();
        assertThat(bench.stage().size()).isEqualTo(10_000);
        Files.delete(many.resolve("f77"));
        Files.createFile(many.resolve("g"));
        Status status = bench.status();
        assertThat(status.unstaged()).hasSize(1);
        assertThat(status.untracked()).containsExactly(RepoPath.of("many/g"));
    }

    @Test
    void scan_ofLinkLoop_endsAndKeepsTheLink() throws IOException {
        Path folder = Files.createDirectories(bench.root.resolve("a/b"));
        Files.createSymbolicLink(folder.resolve("up"), Path.of("../.."));
        Files.createSymbolicLink(folder.resolve("self"), Path.of("self"));
        bench.addAndCommit();
        assertThat(bench.stage().entries().stream().map(entry -> entry.path().toString()))
                .containsExactly("a/b/self", "a/b/up");
        assertThat(bench.stage().type(0)).isEqualTo(FileStat.Type.LINK);
    }

    @Test
    void scan_ofPathsTooLongToKeep_tellsAndGoesOn() throws IOException {
        bench.write("x", "x");
        char[] long200 = new char[200];
        Arrays.fill(long200, 'd');
        Path deep = bench.root;
        List<Path> made = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            deep = deep.resolve(new String(long200));
            made.add(deep);
            Files.createDirectory(deep);
        }
        Files.createFile(deep.resolve("deep"));
        bench.addAndCommit();
        assertThat(bench.stage().size()).isEqualTo(2);
        assertThat(bench.status().isClean()).isTrue();
        assertThat(new HashSet<>(made)).allMatch(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void status_ofOneFolder_tellsNothingElse() throws IOException {
        bench.write("a/x", "x");
        bench.write("ab", "x");
        bench.write("b/y", "y");
        FolderScan.Found found = FolderScan.run(bench.folder, bench.stage(), PathSet.of(Workbench.paths("a")), true);
        assertThat(found.changes().stream().map(DiskChange::path)).containsExactly(RepoPath.of("a/x"));
        PathSet globs = PathSet.of(List.of(), List.of("*/[xz]", "a?"));
        assertThat(FolderScan.run(bench.folder, bench.stage(), globs, true).changes().stream()
                        .map(DiskChange::path))
                .containsExactlyElementsOf(Workbench.paths("a/x", "ab"));
        assertThat(Stream.of("c/x", "c/xx").map(RepoPath::of).map(globs::includes))
                .containsExactly(true, false);
    }
}
