package reel.app.work;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.commit.Commit;
import reel.history.commit.Commits;
import reel.history.commit.Signature;
import reel.history.merge.MergeConflict;
import reel.history.merge.MergePlan;
import reel.history.merge.MergeState;
import reel.history.merge.Merged;
import reel.history.merge.Merger;
import reel.history.op.Head;
import reel.history.workspace.Progress;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.checkout.CheckoutResult;
import reel.history.workspace.conflict.PendingMerge;
import reel.history.workspace.stage.Stage;
import reel.store.ChunkWriter;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Merges another branch into the current one.
///
/// @param revision     what to merge
/// @param message      of the merge commit; null: it says what was merged
/// @param noFastForward whether there is a merge commit even where moving the branch would do
public record MergeBranch(String revision, @Nullable String message, boolean noFastForward, Progress progress) {
    private static final int BRIEF = 12;

    /// How it ended.
    public enum Outcome {
        UP_TO_DATE,
        FAST_FORWARD,
        MERGED,
        CONFLICTS
    }

    /// @param commit    where the branch is now
    /// @param conflicts what is left to decide; empty unless [Outcome#CONFLICTS]
    public record Result(Outcome outcome, Hash commit, List<MergeConflict> conflicts, CheckoutResult files) {}

    public Result run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            Hash theirs = workspace.revisions().resolve(revision);
            Hash ours = workspace.revisions().resolve("HEAD");
            if (PendingMerge.read(workspace.folder()) != null) {
                throw new Refused(
                        "merge",
                        "one waits to be finished here",
                        "Run `reel merge --continue` or `reel merge --abort`.");
            }
            try (ChunkWriter writer = workspace.store().writer()) {
                workspace.repository().requireKept(writer, theirs);
                String here = here(workspace);
                MergePlan plan = plan(workspace, writer, ours, theirs, revision);
                return switch (plan) {
                    case MergePlan.UpToDate same -> new Result(Outcome.UP_TO_DATE, ours, List.of(), nothing(workspace));
                    case MergePlan.FastForward forward ->
                        noFastForward
                                ? commit(workspace, writer, ours, theirs, here, tree(workspace, forward.commit()))
                                : fastForward(workspace, writer, ours, forward.commit());
                    case MergePlan.ThreeWay(Merged merged) ->
                        merged.isClean()
                                ? commit(workspace, writer, ours, theirs, here, merged.tree())
                                : conflicts(workspace, ours, theirs, here, merged);
                };
            }
        }
    }

    private static String here(Workspace workspace) throws IOException {
        return switch (workspace.repository().view().head(workspace.id())) {
            case Head.OnBranch on -> on.branch();
            case Head.Detached at -> at.commit().brief(BRIEF);
        };
    }

    /// The same commits give the same plan, whenever it is made.
    private static MergePlan plan(Workspace workspace, ChunkWriter writer, Hash ours, Hash theirs, String theirsName)
            throws IOException {
        Merger merger = new Merger(
                workspace.store(),
                workspace.budget(),
                writer,
                MediaSettings.of(workspace).forText());
        MergePlan plan = merger.commits(ours, theirs, here(workspace), theirsName);
        writer.flush();
        return plan;
    }

    private static CheckoutResult nothing(Workspace workspace) throws IOException {
        return new CheckoutResult(CurrentStage.load(workspace).stage(), 0, 0, 0);
    }

    private Result fastForward(Workspace workspace, ChunkWriter writer, Hash ours, Hash to) throws IOException {
        CheckoutResult files = SwitchFiles.run(workspace, ours, to, false, progress);
        moveHead(workspace, writer, ours, to);
        return new Result(Outcome.FAST_FORWARD, to, List.of(), files);
    }

    private Result commit(Workspace workspace, ChunkWriter writer, Hash ours, Hash theirs, String here, Hash tree)
            throws IOException {
        Signature who = workspace.signature();
        Commit commit = new Commit(tree, List.of(ours, theirs), who, who, text(here));
        Hash id = Commits.write(writer, commit);
        writer.flush();
        CheckoutResult files = SwitchFiles.run(workspace, ours, id, false, progress);
        moveHead(workspace, writer, ours, id);
        return new Result(Outcome.MERGED, id, List.of(), files);
    }

    private Result conflicts(Workspace workspace, Hash ours, Hash theirs, String here, Merged merged)
            throws IOException {
        MergeState state = new MergeState(ours, theirs, revision, text(here), merged.conflicts());
        Stage stage = CurrentStage.load(workspace).stage();
        CheckoutResult files = new PendingMerge(
                        workspace.folder(), workspace.repository().trees(), SwitchFiles.checkout(workspace, progress))
                .begin(stage, tree(workspace, ours), merged.tree(), state);
        return new Result(Outcome.CONFLICTS, ours, merged.conflicts(), files);
    }

    private String text(String here) {
        return message != null ? message : "Merge " + revision + " into " + here;
    }

    private static Hash tree(Workspace workspace, Hash commit) throws IOException {
        return workspace.repository().commits().read(commit).tree();
    }

    /// @param to put by the writer, or one that it was asked to be kept
    private static void moveHead(Workspace workspace, ChunkWriter writer, Hash expected, Hash to) throws IOException {
        workspace.repository().transact(workspace.operation(), writer, to, view -> {
            if (!Objects.equals(view.headCommit(workspace.id()), expected)) {
                throw new Conflict(view.head(workspace.id()).shown(), "moved while the merge was made", "Merge again.");
            }
            return view.withCommitAt(workspace.id(), to);
        });
    }

    /// Takes the waiting merge back: the files become what they were.
    public static CheckoutResult abort(Workspace workspace, Progress progress) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            MergeState state = PendingMerge.read(workspace.folder());
            if (state == null) {
                throw new Missing("merge", "none is begun here", "Begin one with `reel merge <revision>`.");
            }
            Stage stage = CurrentStage.load(workspace).stage();
            Hash cutOff = PendingMerge.isCutOff(stage) ? merged(workspace, state) : null;
            return pending(workspace, progress).abort(stage, tree(workspace, state.ours()), cutOff);
        }
    }

    /// The tree that `state` puts into the folder.
    private static Hash merged(Workspace workspace, MergeState state) throws IOException {
        try (ChunkWriter writer = workspace.store().writer()) {
            return plan(workspace, writer, state.ours(), state.theirs(), state.theirsName())
                            instanceof MergePlan.ThreeWay(Merged merged)
                    ? merged.tree()
                    : tree(workspace, state.ours());
        }
    }

    /// Decides open conflicts for one side.
    public static CheckoutResult choose(
            Workspace workspace, reel.history.workspace.PathSet scope, PendingMerge.Side side, Progress progress)
            throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            return pending(workspace, progress)
                    .choose(CurrentStage.load(workspace).stage(), scope, side);
        }
    }

    /// The merge that is begun here, for its end.
    static PendingMerge pending(Workspace workspace) {
        return pending(workspace, Progress.NONE);
    }

    private static PendingMerge pending(Workspace workspace, Progress progress) {
        return new PendingMerge(
                workspace.folder(), workspace.repository().trees(), SwitchFiles.checkout(workspace, progress));
    }
}
