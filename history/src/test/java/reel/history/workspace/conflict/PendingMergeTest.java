package reel.history.workspace.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.history.merge.MergeConflict;
import reel.history.merge.MergeState;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.PathSet;
import reel.history.workspace.Workbench;
import reel.history.workspace.checkout.CheckoutResult;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.TreeSnapshot;

final class PendingMergeTest {
    @TempDir
    Path temp;

    private Workbench bench;
    private Hash ours;
    private Hash merged;
    private MergeState state;

    private PendingMerge pending() {
        return new PendingMerge(bench.folder, bench.trees(), bench.checkout());
    }

    private @Nullable TreeEntry entry(Hash tree, String path) throws IOException {
        return bench.trees().find(tree, RepoPath.of(path));
    }

    /// Ours and theirs changed `both`; theirs changed `clean`, removed `gone` and added `new/file`.
    @BeforeEach
    void open() throws IOException {
        bench = Workbench.in(temp.resolve("w"));
        bench.write("both", "base");
        bench.write("clean", "base");
        bench.write("gone", "base");
        bench.write("mine", "base");
        Hash base = bench.addAndCommit();
        bench.write("both", "theirs");
        bench.write("clean", "theirs");
        bench.write("new/file", "theirs");
        Files.delete(bench.root.resolve("gone"));
        Hash theirs = bench.addAndCommit();
        bench.write("both", "<<< ours ||| theirs >>>");
        merged = bench.addAndCommit();
        bench.switchTo(base);
        bench.write("both", "ours");
        ours = bench.addAndCommit();
        MergeConflict conflict = new MergeConflict(
                RepoPath.of("both"),
                MergeConflict.Kind.TEXT,
                entry(base, "both"),
                entry(ours, "both"),
                entry(theirs, "both"),
                Objects.requireNonNull(entry(merged, "both")));
        state = new MergeState(ours, theirs, "feature", "merge feature", List.of(conflict));
    }

    private CheckoutResult begin() throws IOException {
        return pending().begin(bench.stage(), ours, merged, state);
    }

    @Test
    void begin_withAConflict_showsItAndWaits() throws IOException {
        begin();
        assertThat(bench.read("both")).contains("|||");
        assertThat(bench.read("clean")).isEqualTo("theirs");
        assertThat(bench.root.resolve("gone")).doesNotExist();
        assertThat(bench.status().conflicts()).containsExactly(RepoPath.of("both"));
        assertThat(bench.stage().conflicts()).containsExactly(RepoPath.of("both"));
        assertThat(PendingMerge.read(bench.folder)).isEqualTo(state);
        assertThatThrownBy(() -> pending().requireDecided(bench.stage()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("both");
        assertThatThrownBy(this::begin).isInstanceOf(Refused.class).hasMessageContaining("begun already");
    }

    @Test
    void add_ofAConflict_decidesItEvenUnchanged() throws IOException {
        begin();
        bench.add("both");
        assertThat(pending().requireDecided(bench.stage())).isEqualTo(state);
        pending().finish(bench.stage());
        assertThat(PendingMerge.read(bench.folder)).isNull();
        assertThat(bench.stage().isMerging()).isFalse();
    }

    @Test
    void choose_ofASide_putsItOnDiskAndInTheStage() throws IOException {
        begin();
        pending().choose(bench.stage(), PathSet.ALL, PendingMerge.Side.THEIRS);
        assertThat(bench.read("both")).isEqualTo("theirs");
        assertThat(bench.status().conflicts()).isEmpty();
        assertThat(pending().requireDecided(bench.stage())).isEqualTo(state);
    }

    @Test
    void abort_afterEdits_restoresWhatTheMergeTouchedAndNothingElse() throws IOException {
        bench.write("mine", "edited before the merge");
        TreeSnapshot before = TreeSnapshot.ofWorkspace(bench.root).withoutTimes();
        begin();
        bench.write("both", "half decided");
        pending().abort(bench.stage(), ours, null);
        TreeSnapshot.ofWorkspace(bench.root).withoutTimes().assertEquals(before);
        assertThat(PendingMerge.read(bench.folder)).isNull();
        assertThat(bench.status().staged()).isEmpty();
        assertThat(bench.status().conflicts()).isEmpty();
    }

    @Test
    void abort_whereUntrackedFilesTookThePlaceOfWhatTheMergeRemoved_isRefusedAndLosesNothing() throws IOException {
        Files.delete(bench.root.resolve("gone"));
        bench.write("gone/mine", "saved nowhere");
        begin();
        bench.write("both", "half decided");
        assertThatThrownBy(() -> pending().abort(bench.stage(), ours, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("gone/mine (untracked, in the way)");
        assertThat(bench.read("gone/mine")).isEqualTo("saved nowhere");

        Files.move(bench.root.resolve("gone/mine"), bench.root.resolve("kept"));
        Files.delete(bench.root.resolve("gone"));
        bench.write("gone", "written while the merge waited");
        assertThatThrownBy(() -> pending().abort(bench.stage(), ours, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("gone (untracked, in the way)");
        assertThat(bench.read("gone")).isEqualTo("written while the merge waited");
        assertThat(bench.read("both")).isEqualTo("half decided");

        Files.delete(bench.root.resolve("gone"));
        pending().abort(bench.stage(), ours, null);
        assertThat(bench.read("gone")).isEqualTo("base");
        assertThat(bench.read("both")).isEqualTo("ours");
        assertThat(bench.read("kept")).isEqualTo("saved nowhere");
    }

    @Test
    void abort_ofAMergeThatWasCutOffBeforeItsStageWasWritten_putsBackWhatItPlaced() throws IOException {
        bench.write("mine", "edited before the merge");
        TreeSnapshot before = TreeSnapshot.ofWorkspace(bench.root).withoutTimes();
        Path stageFile = bench.folder.stageFile();
        byte[] stage = Files.readAllBytes(stageFile);
        begin();
        Files.write(stageFile, stage);
        bench.write("clean", "since then");

        assertThatThrownBy(() -> pending().abort(bench.stage(), ours, merged))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("clean (changed, not added)");
        assertThat(bench.read("clean")).isEqualTo("since then");

        bench.write("clean", "theirs");
        bench.write("gone", "base");
        pending().abort(bench.stage(), ours, merged);
        TreeSnapshot.ofWorkspace(bench.root).withoutTimes().assertEquals(before);
        assertThat(PendingMerge.read(bench.folder)).isNull();
        assertThat(bench.status().staged()).isEmpty();
    }

    @Test
    void begin_overUnsavedWork_isRefusedAndForgotten() throws IOException {
        bench.write("clean", "mine");
        assertThatThrownBy(this::begin).isInstanceOf(Refused.class).hasMessageContaining("clean");
        assertThat(PendingMerge.read(bench.folder)).isNull();
        assertThat(bench.read("both")).isEqualTo("ours");
    }

    @Test
    void begin_withSomethingStaged_isRefused() throws IOException {
        bench.write("mine", "staged");
        bench.add();
        assertThatThrownBy(this::begin).isInstanceOf(Refused.class).hasMessageContaining("not committed");
    }

    @Test
    void requireDecided_afterTheStageWasLost_isRefused() throws IOException {
        begin();
        Files.delete(bench.folder.stageFile());
        assertThatThrownBy(() -> pending().requireDecided(bench.stage()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("lost");
    }

    @Test
    void read_ofDamagedState_isCorrupt() throws IOException {
        begin();
        byte[] bytes = Files.readAllBytes(bench.folder.mergeFile());
        bytes[bytes.length / 2] ^= 1;
        Files.write(bench.folder.mergeFile(), bytes);
        assertThatThrownBy(() -> PendingMerge.read(bench.folder)).isInstanceOf(Corrupt.class);
    }
}
