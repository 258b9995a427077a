package reel.app.work;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageFile;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// The stage as it is, or as it can be rebuilt.
///
/// @param stage   what is tracked
/// @param damage  why it was rebuilt from HEAD; null where it was not
public record CurrentStage(Stage stage, @Nullable Corrupt damage) {
    /// A stage that is missing or damaged is rebuilt from HEAD: every file is then compared by content once. What was
    /// added and not committed is unstaged by that, and nothing on disk changes.
    public static CurrentStage load(Workspace workspace) throws IOException {
        StageFile file = new StageFile(workspace.folder());
        try {
            Stage stage = file.read();
            if (stage != null) {
                return new CurrentStage(stage, null);
            }
            return new CurrentStage(fromHead(workspace), null);
        } catch (Corrupt damage) {
            return new CurrentStage(fromHead(workspace), damage);
        }
    }

    /// The tree of the commit this workspace stands on; null before the first.
    public static @Nullable Hash headTree(Workspace workspace) throws IOException {
        Hash head = workspace.revisions().head();
        return head == null ? null : workspace.repository().commits().read(head).tree();
    }

    private static Stage fromHead(Workspace workspace) throws IOException {
        Hash tree = headTree(workspace);
        if (tree == null) {
            return Stage.empty();
        }
        StageBuilder builder = new StageBuilder(1024);
        workspace.repository().trees().walk(tree, (path, entry) -> {
            boolean filled =
                    entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY);
            if (!filled) {
                builder.add(StageEntry.unseen(path, entry));
            }
            return true;
        });
        return builder.build(tree);
    }
}
