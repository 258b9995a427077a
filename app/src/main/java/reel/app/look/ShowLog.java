package reel.app.look;

import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.commit.Ancestry;
import reel.history.commit.Commit;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.stream.hash.Hash;

/// The commits that lead to some others, newest first.
///
/// @param starts      the commits to begin with
/// @param hidden      commits whose ancestors, and themselves, are left out
/// @param topological whether every commit comes after all that follow it, as a graph needs; else by time alone,
///                    without reading the whole history first
/// @param paths       only commits that changed one of these; empty: all
/// @param filter      a last word on each commit
public record ShowLog(
        Collection<Hash> starts,
        Collection<Hash> hidden,
        boolean topological,
        Collection<RepoPath> paths,
        Filter filter) {
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
        if (paths.isEmpty()) {
            return true;
        }
        if (commit.parents().isEmpty()) {
            return differs(workspace, commit.tree(), null);
        }
        for (Hash parent : commit.parents()) {
            Hash before = workspace.repository().commits().read(parent).tree();
            if (!differs(workspace, commit.tree(), before)) {
                return false;
            }
        }
        return true;
    }

    private boolean differs(Workspace workspace, Hash tree, @Nullable Hash before) throws IOException {
        for (RepoPath path : paths) {
            TreeEntry now = workspace.repository().trees().find(tree, path);
            TreeEntry then =
                    before == null ? null : workspace.repository().trees().find(before, path);
            if (now == null ? then != null : !now.equals(then)) {
                return true;
            }
        }
        return false;
    }
}
