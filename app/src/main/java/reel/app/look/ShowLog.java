package reel.app.look;

import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import reel.app.Workspace;
import reel.history.commit.Ancestry;
import reel.history.commit.Commit;
import reel.history.diff.TreeDiff;
import reel.history.tree.RepoPath;
import reel.history.tree.Trees;
import reel.history.workspace.PathSet;
import reel.stream.hash.Hash;

/// The commits that lead to some others, newest first.
///
/// @param starts      the commits to begin with
/// @param hidden      commits whose ancestors, and themselves, are left out
/// @param topological whether every commit comes after all that follow it, as a graph needs; else by time alone,
///                    without reading the whole history first
/// @param scope       only commits that changed one of these
/// @param filter      a last word on each commit
public record ShowLog(
        Collection<Hash> starts, Collection<Hash> hidden, boolean topological, PathSet scope, Filter filter) {
    /// Which commits are wanted.
    @FunctionalInterface
    public interface Filter {
        boolean wants(Commit commit);
    }

    /// Receives commits in order; answers whether to go on.
    @FunctionalInterface
    public interface Sink {
        boolean commit(Hash id, Commit commit) throws IOException;
    }

    public void run(Workspace workspace, Sink sink) throws IOException {
        Ancestry ancestry = new Ancestry(workspace.repository().commits());
        Ancestry.Visitor visitor =
                (id, commit) -> !filter.wants(commit) || !touches(workspace, commit) || sink.commit(id, commit);
        if (topological) {
            ancestry.topological(starts, hidden, visitor);
        } else {
            ancestry.newestFirst(starts, hidden, visitor);
        }
    }

    /// Whether a commit's files at the paths differ from those of each of its parents.
    private boolean touches(Workspace workspace, Commit commit) throws IOException {
        if (scope.isAll()) {
            return true;
        }
        if (commit.parents().isEmpty()) {
            return differs(workspace, commit.tree(), Trees.EMPTY);
        }
        for (Hash parent : commit.parents()) {
            Hash before = workspace.repository().commits().read(parent).tree();
            if (!differs(workspace, commit.tree(), before)) {
                return false;
            }
        }
        return true;
    }

    /// Paths are looked up; only patterns need all that differs.
    private boolean differs(Workspace workspace, Hash tree, Hash before) throws IOException {
        Trees trees = workspace.repository().trees();
        for (RepoPath path : scope.paths()) {
            if (!Objects.equals(trees.find(tree, path), trees.find(before, path))) {
                return true;
            }
        }
        return scope.hasPatterns()
                && new TreeDiff(trees).changes(before, tree).stream().anyMatch(change -> scope.includes(change.path()));
    }
}
