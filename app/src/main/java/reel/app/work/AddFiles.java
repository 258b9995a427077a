package reel.app.work;

import java.io.IOException;
import reel.app.Workspace;
import reel.history.workspace.Progress;
import reel.history.workspace.WorkspaceLock;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.add.AddResult;
import reel.history.workspace.add.Adder;
import reel.history.workspace.stage.Stage;

/// Stages what changed on disk.
///
/// @param options  where to look and what to take
/// @param progress is told files and bytes
public record AddFiles(AddOptions options, Progress progress) {
    public AddResult run(Workspace workspace) throws IOException {
        try (WorkspaceLock lock = workspace.lock()) {
            return runLocked(workspace, CurrentStage.load(workspace).stage());
        }
    }

    /// As [#run], for a caller that holds the workspace's lock.
    AddResult runLocked(Workspace workspace, Stage stage) throws IOException {
        Adder adder = new Adder(
                workspace.folder(), workspace.store(), workspace.budget(), MediaSettings.of(workspace), progress);
        return adder.add(stage, options);
    }
}
