package reel.app.work;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.tree.Trees;
import reel.history.workspace.Progress;
import reel.history.workspace.checkout.Checkout;
import reel.history.workspace.checkout.CheckoutResult;
import reel.stream.hash.Hash;

/// Takes the files from one commit to another. The caller holds the workspace's lock, and moves HEAD afterwards.
public final class SwitchFiles {
    private SwitchFiles() {}

    /// Files that differ between the two commits change, everything else stays; work that would be lost refuses
    /// all.
    ///
    /// @param from  where the files stand; null before the first commit
    /// @param to    null: nothing
    /// @param force whether changes of tracked files are thrown away
    public static CheckoutResult run(
            Workspace workspace, @Nullable Hash from, @Nullable Hash to, boolean force, Progress progress)
            throws IOException {
        Checkout checkout = checkout(workspace, progress);
        Hash before = tree(workspace, from);
        Hash after = tree(workspace, to);
        return force
                ? checkout.resetHard(CurrentStage.load(workspace).stage(), after == null ? Trees.EMPTY : after)
                : checkout.switchTree(CurrentStage.load(workspace).stage(), before, after);
    }

    /// Makes the stage what `to` has (null: nothing) and leaves the files alone; staged work that is neither in a
    /// commit nor on disk refuses it, unless forced.
    public static CheckoutResult stageAlone(Workspace workspace, @Nullable Hash to, boolean force) throws IOException {
        Hash after = tree(workspace, to);
        return checkout(workspace, Progress.NONE)
                .resetStage(
                        CurrentStage.load(workspace).stage(),
                        after == null ? Trees.EMPTY : after,
                        force,
                        staged -> RestorePaths.uncommitted(workspace, staged));
    }

    static Checkout checkout(Workspace workspace, Progress progress) {
        return new Checkout(workspace.folder(), workspace.store(), workspace.budget(), progress);
    }

    static @Nullable Hash tree(Workspace workspace, @Nullable Hash commit) throws IOException {
        return commit == null
                ? null
                : workspace.repository().commits().read(commit).tree();
    }
}
