package reel.history.workspace.stage;

import java.io.IOException;
import reel.history.tree.TreeBuilder;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.stream.hash.Hash;

/// The way between a stage and a tree.
public final class StageTree {
    private static final int GUESS = 1024;

    private StageTree() {}

    /// Writes the tree of what is staged and gives its id; the caller flushes.
    public static Hash write(Stage stage, ChunkWriter writer) throws IOException {
        TreeBuilder tree = new TreeBuilder(writer);
        for (int row = 0; row < stage.size(); row++) {
            tree.add(stage.path(row), stage.treeEntry(row));
        }
        return tree.finish();
    }

    /// A stage with exactly what `tree` has, and nothing known of the disk.
    public static Stage read(Trees trees, Hash tree) throws IOException {
        StageBuilder stage = new StageBuilder(GUESS);
        trees.walk(tree, (path, entry) -> {
            boolean leaf =
                    !(entry instanceof TreeEntry.Folder folder) || folder.tree().equals(Trees.EMPTY);
            if (leaf) {
                stage.add(StageEntry.unseen(path, entry));
            }
            return !leaf;
        });
        return stage.build(tree);
    }
}
