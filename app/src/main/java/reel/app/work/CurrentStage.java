package reel.app.work;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageFile;
import reel.stream.hash.Hash;

/// The stage as it is, or as it was rebuilt.
///
/// @param stage   what is tracked
/// @param warning why it was rebuilt from HEAD; null where it was not
public record CurrentStage(Stage stage, @Nullable String warning) {
    /// A stage that is missing or damaged is rebuilt from HEAD: every file is then compared by content once.
    /// What was added and not committed is unstaged by that, and nothing on disk changes.
    public static CurrentStage load(Workspace workspace) throws IOException {
        StageFile.Opened opened =
                new StageFile(workspace.folder()).open(workspace.repository().trees(), headTree(workspace));
        return new CurrentStage(opened.stage(), opened.warning());
    }

    /// The tree of the commit this workspace stands on; null before the first.
    public static @Nullable Hash headTree(Workspace workspace) throws IOException {
        Hash head = workspace.revisions().head();
        return head == null ? null : workspace.repository().commits().read(head).tree();
    }
}
