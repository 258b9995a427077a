package reel.history.workspace.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.history.diff.EqualFiles;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.history.workspace.PathSet;
import reel.history.workspace.stage.Stage;
import reel.stream.hash.Hash;

/// A commit's tree against the stage: what the next commit would change.
public final class StagedChanges {
    private final Stage stage;
    private final PathSet scope;
    private final List<Change> changes = new ArrayList<>();
    private final List<EqualFiles.Side> removed = new ArrayList<>();
    private final List<EqualFiles.Side> added = new ArrayList<>();
    private int row;

    private StagedChanges(Stage stage, PathSet scope) {
        this.stage = stage;
        this.scope = scope;
    }

    /// @param tree null before the first commit
    /// @return in path order; files that only moved are one [Change.Kind#RENAMED]
    public static List<Change> of(Trees trees, @Nullable Hash tree, Stage stage, PathSet scope) throws IOException {
        Hash known = stage.tree();
        if (known != null && known.equals(tree)) {
            return List.of();
        }
        StagedChanges staged = new StagedChanges(stage, scope);
        if (tree != null) {
            trees.walk(tree, (path, entry) -> {
                if (entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY)) {
                    return scope.mayHold(path);
                }
                staged.inTree(path, entry);
                return false;
            });
        }
        while (staged.row < stage.size()) {
            staged.added(staged.row++);
        }
        return staged.finish();
    }

    private void inTree(RepoPath path, TreeEntry before) {
        while (row < stage.size()) {
            int order = stage.path(row).compareTo(path);
            if (order > 0) {
                break;
            }
            if (order < 0) {
                added(row++);
            } else {
                both(path, before, stage.treeEntry(row++));
                return;
            }
        }
        // An empty folder that something was put into is still there.
        if (scope.includes(path) && !(before instanceof TreeEntry.Folder && stage.holds(path))) {
            if (before instanceof TreeEntry.File file && file.content().size() > 0) {
                removed.add(new EqualFiles.Side(path, file.content()));
            }
            changes.add(Change.of(path, Change.Kind.REMOVED));
        }
    }

    private void added(int at) {
        RepoPath path = stage.path(at);
        if (!scope.includes(path)) {
            return;
        }
        if (stage.treeEntry(at) instanceof TreeEntry.File file) {
            added.add(new EqualFiles.Side(path, file.content()));
        } else {
            changes.add(Change.of(path, Change.Kind.ADDED));
        }
    }

    private void both(RepoPath path, TreeEntry before, TreeEntry after) {
        Change.Kind kind = difference(before, after);
        if (kind != null && scope.includes(path)) {
            changes.add(Change.of(path, kind));
        }
    }

    /// How two entries at one path differ; null when they do not. Modification times are no difference.
    static Change.@Nullable Kind difference(TreeEntry before, TreeEntry after) {
        if (before instanceof TreeEntry.File x && after instanceof TreeEntry.File y) {
            if (!x.content().sameBytes(y.content())) {
                return Change.Kind.MODIFIED;
            }
            return x.executable() == y.executable() ? null : Change.Kind.MODE;
        }
        if (before.getClass() != after.getClass()) {
            return Change.Kind.TYPE;
        }
        return before.equals(after) ? null : Change.Kind.MODIFIED;
    }

    private List<Change> finish() {
        Map<RepoPath, RepoPath> oldOf = EqualFiles.pair(removed, added);
        for (EqualFiles.Side file : added) {
            RepoPath from = oldOf.get(file.path());
            changes.add(
                    from == null
                            ? Change.of(file.path(), Change.Kind.ADDED)
                            : new Change(file.path(), Change.Kind.RENAMED, from));
        }
        Set<RepoPath> moved = Set.copyOf(oldOf.values());
        changes.removeIf(change -> change.kind() == Change.Kind.REMOVED && moved.contains(change.path()));
        Collections.sort(changes);
        return changes;
    }
}
