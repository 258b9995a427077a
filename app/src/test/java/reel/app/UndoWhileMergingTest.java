package reel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.branch.Operations;
import reel.app.work.CommitStage;
import reel.app.work.MergeBranch;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;

/// A merge that waits belongs to the commit it was begun on, and nothing takes that commit from under it.
@Seeded
final class UndoWhileMergingTest {
    @TempDir
    @Nullable
    Path temp;

    private Desk conflict(RandomGenerator random) throws IOException {
        Desk desk = Desk.init(Objects.requireNonNull(temp).resolve("film"));
        desk.write("clip.mov", Data.NOISE.bytes(random, 10_000));
        desk.write("sound.wav", Data.NOISE.bytes(random, 10_000));
        desk.addAndCommit("first");
        desk.branch("other", "HEAD");
        desk.write("clip.mov", Data.NOISE.bytes(random, 10_000));
        desk.addAndCommit("ours");
        desk.switchTo("other");
        desk.write("clip.mov", Data.NOISE.bytes(random, 10_000));
        desk.write("sound.wav", Data.NOISE.bytes(random, 10_000));
        desk.addAndCommit("theirs");
        desk.switchTo("main");
        MergeBranch.Result merged = desk.run(new MergeBranch("other", null, false, Progress.NONE)::run);
        assertThat(merged.outcome()).isEqualTo(MergeBranch.Outcome.CONFLICTS);
        return desk;
    }

    @Test
    void undo_whileAMergeWaits_isRefused_andTheMergeCanStillBeTakenBack(RandomGenerator random) throws IOException {
        Desk desk = conflict(random);
        Hash head = desk.run(workspace -> workspace.revisions().resolve("HEAD"));

        assertThatThrownBy(() -> desk.run(workspace -> new Operations(workspace).undo(null)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("merge");
        assertThatThrownBy(() -> desk.run(workspace -> new Operations(workspace).restore(2)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("merge");

        assertThat(desk.<Hash>run(workspace -> workspace.revisions().resolve("HEAD")))
                .isEqualTo(head);
        desk.run(workspace -> MergeBranch.abort(workspace, Progress.NONE));
        assertThat(desk.status().status().isClean()).isTrue();
        desk.switchTo("other");
    }

    @Test
    void commit_withOpenConflicts_isRefused_evenWhenItMayBeEmpty(RandomGenerator random) throws IOException {
        Desk desk = conflict(random);

        assertThatThrownBy(() -> desk.run(new CommitStage(
                        "x", PathSet.ALL, CommitStage.First.NOTHING, false, true, null, Progress.NONE)::run))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("1 conflict is not decided");
    }

    @Test
    void commit_afterAMergeThatIsOver_leavesNothingOfItInTheStage(RandomGenerator random) throws IOException {
        Desk desk = conflict(random);
        // As if the process had died between the merge's commit and the end of the merge.
        desk.run(workspace -> workspace
                .repository()
                .transact(
                        workspace.operation(),
                        view -> view.withCommitAt(
                                workspace.id(), workspace.revisions().resolve("HEAD~1"))));

        desk.run(
                new CommitStage("next", PathSet.ALL, CommitStage.First.TRACKED, false, true, null, Progress.NONE)::run);

        assertThat(desk.status().status().isClean()).isTrue();
        desk.switchTo("other");
        desk.switchTo("main");
    }

    @Test
    void abort_ofAMergeThatWasKilledHalfWay_bringsBackOurFiles(RandomGenerator random) throws IOException {
        Desk desk = conflict(random);
        desk.run(workspace -> MergeBranch.abort(workspace, Progress.NONE));
        Path stageFile = desk.root.resolve(".reel/stage");
        byte[] stage = Files.readAllBytes(stageFile);
        TreeSnapshot before = TreeSnapshot.ofWorkspace(desk.root);
        desk.run(new MergeBranch("other", null, false, Progress.NONE)::run);
        Files.write(stageFile, stage);
        assertThat(desk.status().status().isClean()).isFalse();

        desk.run(workspace -> MergeBranch.abort(workspace, Progress.NONE));

        TreeSnapshot.ofWorkspace(desk.root).assertEquals(before);
        assertThat(desk.status().status().isClean()).isTrue();
    }
}
