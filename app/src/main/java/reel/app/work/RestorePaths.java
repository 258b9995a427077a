package reel.app.work;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.repo.VersionSearch;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.checkout.CheckoutResult;
import reel.history.workspace.checkout.RestoreOptions;
import reel.history.workspace.stage.Stage;
import reel.store.Hold;
import reel.stream.hash.Hash;

/// Brings files back: from a revision or from the stage, to the disk, to the stage, or to both.
///
/// @param scope   which paths
/// @param source  a revision; null: HEAD for the stage alone, else the stage
/// @param toStage whether the stage takes them
/// @param toDisk  whether the disk takes them
/// @param force   whether changes that are in no commit may be lost
public record RestorePaths(
        PathSet scope, @Nullable String source, boolean toStage, boolean toDisk, boolean force, Progress progress) {
    public CheckoutResult run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock();
                Hold hold = workspace.store().hold()) {
            Stage stage = CurrentStage.load(workspace).stage();
            RestoreOptions options = new RestoreOptions(tree(workspace, hold), scope, toStage, toDisk, force);
            return SwitchFiles.checkout(workspace, progress)
                    .restore(stage, options, staged -> uncommitted(workspace, staged));
        }
    }

    /// Which of these staged files are in no commit.
    static Set<RepoPath> uncommitted(Workspace workspace, NavigableMap<RepoPath, TreeEntry> staged) throws IOException {
        if (staged.isEmpty()) {
            return Set.of();
        }
        return VersionSearch.missing(
                workspace.repository(), workspace.repository().view().commits(), staged);
    }

    private @Nullable Hash tree(Workspace workspace, Hold hold) throws IOException {
        if (source != null) {
            Hash commit = workspace.revisions().resolve(source);
            if (toStage) {
                workspace.repository().requireKept(hold, commit);
            }
            return SwitchFiles.tree(workspace, commit);
        }
        if (!toStage) {
            return null;
        }
        Hash head = CurrentStage.headTree(workspace);
        return head == null ? Trees.EMPTY : head;
    }
}
