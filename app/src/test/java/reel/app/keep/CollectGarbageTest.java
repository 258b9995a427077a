package reel.app.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.Workspace;
import reel.app.branch.Branches;
import reel.app.work.CurrentStage;
import reel.app.work.MergeBranch;
import reel.app.work.SwitchHead;
import reel.history.manifest.ContentReader;
import reel.history.repo.UndoWindow;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.conflict.PendingMerge;
import reel.history.workspace.stage.Stage;
import reel.stream.Refused;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class CollectGarbageTest {
    private static final String CLIP = "shots/clip.mov";

    @TempDir
    @Nullable
    Path temp;

    private Studio studio() throws IOException {
        return Studio.make(Objects.requireNonNull(temp).resolve("film"));
    }

    @Test
    void gc_ofStagedWorkThatIsNowhereElse_keepsEveryByte(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write(CLIP, Data.NOISE.bytes(random, 100_000));
        studio.commit("first");
        byte[] staged = Data.NOISE.bytes(random, 3_000_000);
        byte[] fresh = Data.TEXT.bytes(random, 50_000);
        studio.write(CLIP, staged);
        studio.write("new.txt", fresh);
        studio.add();
        studio.write(CLIP, Data.NOISE.bytes(random, 100_000));
        Files.delete(studio.root().resolve("new.txt"));

        assertThat(studio.gc(UndoWindow.last(1)).deadChunks()).isZero();

        assertThat(staged(studio, CLIP)).isEqualTo(staged);
        assertThat(staged(studio, "new.txt")).isEqualTo(fresh);
    }

    @Test
    void gc_ofWorkThatWasStagedAndTakenBack_freesIt(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write("kept", Data.NOISE.bytes(random, 10_000));
        studio.commit("first");
        studio.write(CLIP, Data.NOISE.bytes(random, 3_000_000));
        studio.add();
        Files.delete(studio.root().resolve(CLIP));
        studio.add();

        assertThat(studio.gc(UndoWindow.ALL).bytesFreed()).isGreaterThan(3_000_000);
        assertThat(studio.check(true, false).problems()).isEmpty();
    }

    @Test
    void gc_whileAMergeWaits_keepsTheSideWhoseBranchIsGone(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write(CLIP, Data.NOISE.bytes(random, 200_000));
        studio.commit("first");
        byte[] theirs = Data.NOISE.bytes(random, 2_000_000);
        try (Workspace workspace = studio.open("switch -c cut")) {
            new SwitchHead("HEAD", "cut", false, false, Progress.NONE).run(workspace);
        }
        studio.write(CLIP, theirs);
        studio.commit("cut");
        try (Workspace workspace = studio.open("switch main")) {
            new SwitchHead("main", null, false, false, Progress.NONE).run(workspace);
        }
        byte[] ours = Data.NOISE.bytes(random, 2_000_000);
        studio.write(CLIP, ours);
        studio.commit("ours");
        try (Workspace workspace = studio.open("merge cut")) {
            assertThat(new MergeBranch("cut", null, false, Progress.NONE)
                            .run(workspace)
                            .outcome())
                    .isEqualTo(MergeBranch.Outcome.CONFLICTS);
            new Branches(workspace).delete("cut", true);
        }

        studio.gc(UndoWindow.last(1));

        try (Workspace workspace = studio.open("merge --theirs")) {
            MergeBranch.choose(workspace, PathSet.ALL, PendingMerge.Side.THEIRS, Progress.NONE);
        }
        assertThat(Files.readAllBytes(studio.root().resolve(CLIP))).isEqualTo(theirs);
        try (Workspace workspace = studio.open("merge --abort")) {
            MergeBranch.abort(workspace, Progress.NONE);
        }
        assertThat(Files.readAllBytes(studio.root().resolve(CLIP))).isEqualTo(ours);
    }

    @Test
    void gc_withADamagedStage_isRefused(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write(CLIP, Data.NOISE.bytes(random, 100_000));
        studio.commit("first");
        Files.write(studio.root().resolve(".reel/stage"), new byte[200]);

        assertThatThrownBy(() -> studio.gc(UndoWindow.ALL))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("staged");
        studio.add();
        assertThat(studio.gc(UndoWindow.ALL).deadChunks()).isZero();
    }

    @Test
    void gc_withADamagedOperationOutsideTheWindow_doesNotNeedIt(RandomGenerator random) throws IOException {
        Studio studio = studio();
        studio.write(CLIP, Data.NOISE.bytes(random, 100_000));
        studio.commit("first");
        studio.write(CLIP, Data.NOISE.bytes(random, 100_000));
        studio.commit("second");
        Files.delete(studio.root().resolve(".reel/repo/parity/twins/ops/0000000000000002"));
        Files.write(studio.root().resolve(".reel/repo/ops/0000000000000002"), new byte[3]);

        assertThatThrownBy(() -> studio.gc(UndoWindow.ALL)).hasMessageContaining("operation 2");
        assertThat(studio.gc(UndoWindow.last(1)).deadChunks()).isZero();
    }

    private static byte[] staged(Studio studio, String path) throws IOException {
        try (Workspace workspace = studio.open("cat")) {
            Stage stage = CurrentStage.load(workspace).stage();
            TreeEntry.File file = (TreeEntry.File) stage.treeEntry(stage.find(RepoPath.of(path)));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ContentReader(workspace.store(), workspace.budget())
                    .copyTo(file.content(), (offset, piece) -> bytes.write(piece.toArray(ValueLayout.JAVA_BYTE)));
            return bytes.toByteArray();
        }
    }
}
