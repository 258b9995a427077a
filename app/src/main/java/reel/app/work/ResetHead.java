package reel.app.work;

import java.io.IOException;
import reel.app.Workspace;
import reel.history.workspace.Progress;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.checkout.CheckoutResult;
import reel.history.workspace.conflict.PendingMerge;
import reel.store.Hold;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// Moves the current branch (or the detached head) to another commit.
///
/// @param revision where to
/// @param mode     what follows it
/// @param force    whether [Mode#MIXED] may drop staged work that is neither in a commit nor on disk
public record ResetHead(String revision, Mode mode, boolean force, Progress progress) {
    /// What follows the head.
    public enum Mode {
        /// Neither stage nor files.
        SOFT,
        /// The stage; the files stay.
        MIXED,
        /// Stage and files: changes of tracked files are thrown away.
        HARD
    }

    /// @param files what happened to stage and disk
    public record Reset(Hash commit, CheckoutResult files) {}

    public Reset run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock();
                Hold hold = workspace.store().hold()) {
            boolean merging = PendingMerge.read(workspace.folder()) != null;
            if (merging && mode != Mode.HARD) {
                throw new Refused(
                        "merge",
                        "a merge waits to be finished here",
                        "End it with `reel merge --abort`, or use --hard.");
            }
            Hash commit = workspace.revisions().resolve(revision);
            workspace.repository().requireKept(hold, commit);
            CheckoutResult files = switch (mode) {
                case SOFT -> new CheckoutResult(CurrentStage.load(workspace).stage(), 0, 0, 0);
                case MIXED -> SwitchFiles.stageAlone(workspace, commit, force);
                case HARD -> SwitchFiles.run(workspace, null, commit, true, progress);
            };
            workspace
                    .repository()
                    .transact(workspace.operation(), hold, view -> view.withCommitAt(workspace.id(), commit));
            if (merging) {
                MergeBranch.pending(workspace).finish(files.stage());
            }
            return new Reset(commit, files);
        }
    }
}
