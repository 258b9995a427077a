package reel.app.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.tree.RepoPath;
import reel.history.workspace.Ground;
import reel.history.workspace.PathSet;
import reel.history.workspace.stage.Stage;
import reel.history.workspace.stage.StageBuilder;
import reel.history.workspace.stage.StageEntry;
import reel.history.workspace.stage.StageTree;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// A commit of some paths, as they are on disk; what else is staged stays so.
///
/// @param scope the paths
/// @param fresh whether new files below them are taken too
/// @param head  what the last commit has
record SomePaths(PathSet scope, boolean fresh, Stage head) {
    static SomePaths of(Workspace workspace, PathSet scope, boolean fresh, @Nullable Hash tree) throws IOException {
        Stage head = tree == null
                ? Stage.empty()
                : StageTree.read(workspace.repository().trees(), tree);
        return new SomePaths(scope, fresh, head);
    }

    /// What of the scope is to be brought up to date in the stage first: not that which it has only lost.
    PathSet toStage(Workspace workspace, Stage stage) throws IOException {
        Ground ground = new Ground(workspace.folder());
        List<RepoPath> removed = new ArrayList<>();
        for (RepoPath path : scope.paths()) {
            if (stage.holds(path) || fresh && ground.stat(path) != null) {
                continue;
            }
            if (head.holds(path)) {
                removed.add(path);
            } else if (ground.stat(path) != null) {
                throw new Refused(path.toString(), "is not tracked", "Stage it with `reel add`, or commit with -A.");
            }
        }
        List<String> lost = new ArrayList<>(scope.patternsWithout(paths(stage)));
        lost.removeAll(scope.patternsWithout(paths(head)));
        return scope.without(removed, lost);
    }

    private static List<RepoPath> paths(Stage stage) {
        return stage.entries().stream().map(StageEntry::path).toList();
    }

    /// The last commit with what `stage` has within the scope.
    Stage toCommit(Stage stage) {
        NavigableMap<RepoPath, @Nullable StageEntry> changes = new TreeMap<>();
        for (RepoPath path : paths(head)) {
            if (scope.includes(path) && stage.find(path) < 0) {
                changes.put(path, null);
            }
        }
        for (StageEntry entry : stage.entries()) {
            if (scope.includes(entry.path())) {
                changes.put(entry.path(), entry);
            }
        }
        return StageBuilder.edit(head, changes);
    }
}
