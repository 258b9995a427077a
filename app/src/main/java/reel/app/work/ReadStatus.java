package reel.app.work;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.manifest.ContentHasher;
import reel.history.op.Head;
import reel.history.op.View;
import reel.history.workspace.PathSet;
import reel.history.workspace.status.Status;
import reel.history.workspace.status.StatusScan;
import reel.stream.hash.Hash;

/// What differs between the commit, the stage and the disk. Takes no lock.
///
/// @param scope which paths
public record ReadStatus(PathSet scope) {
    /// @param head    where this workspace stands
    /// @param commit  the commit there; null before the first
    /// @param warning why the stage had to be rebuilt; null where it had not
    public record Report(
            Head head,
            @Nullable Hash commit,
            Status status,
            @Nullable String warning) {}

    public Report run(Workspace workspace) throws IOException {
        View view = workspace.repository().view();
        CurrentStage current = CurrentStage.load(workspace);
        Hash tree = CurrentStage.headTree(workspace);
        StatusScan scan = new StatusScan(
                workspace.folder(), workspace.repository().trees(), new ContentHasher(workspace.budget()));
        Status status = scan.run(current.stage(), tree, scope);
        return new Report(view.head(workspace.id()), view.headCommit(workspace.id()), status, current.warning());
    }
}
