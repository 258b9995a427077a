package reel.app.look;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.history.commit.Commit;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.hash.Hash;

/// Walks over everything that branches, tags and heads reach: every commit once, every folder's tree once.
///
/// Ids of trees seen are kept: about 100 bytes for each distinct folder state of the whole history.
public final class Walks {
    private final Workspace workspace;
    private final Set<Hash> trees = new HashSet<>();

    public Walks(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Receives commits.
    @FunctionalInterface
    public interface CommitSink {
        void commit(Hash id, Commit commit) throws IOException;
    }

    /// Receives what is not a folder, or an empty one.
    @FunctionalInterface
    public interface EntrySink {
        void entry(RepoPath path, TreeEntry entry) throws IOException;
    }

    /// Receives what could not be read. @param what a path or a commit's id
    @FunctionalInterface
    public interface FailureSink<T extends @Nullable Object> {
        void failed(T what, ReelException failure) throws IOException;
    }

    public void forEachCommit(CommitSink sink, FailureSink<Hash> failures) throws IOException {
        Deque<Hash> todo = new ArrayDeque<>(workspace.repository().view().commits());
        Set<Hash> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            Hash id = todo.pop();
            if (!seen.add(id)) {
                continue;
            }
            Commit commit;
            try {
                commit = workspace.repository().commits().read(id);
            } catch (Corrupt | Missing damaged) {
                failures.failed(id, damaged);
                continue;
            }
            todo.addAll(commit.parents());
            sink.commit(id, commit);
        }
    }

    /// What stands in folders that no earlier call has seen.
    ///
    /// @param failures also told what `sink` throws about damaged or missing things; the walk goes on
    public void forEachNewEntry(Hash tree, EntrySink sink, FailureSink<@Nullable RepoPath> failures)
            throws IOException {
        walk(tree, null, sink, failures);
    }

    private void walk(Hash tree, @Nullable RepoPath at, EntrySink sink, FailureSink<@Nullable RepoPath> failures)
            throws IOException {
        if (!trees.add(tree)) {
            return;
        }
        try {
            workspace.repository().trees().forEach(tree, entry -> {
                RepoPath path = at == null ? RepoPath.ofName(entry.name()) : at.child(entry.name());
                if (entry instanceof TreeEntry.Folder folder && !folder.tree().equals(Trees.EMPTY)) {
                    walk(folder.tree(), path, sink, failures);
                    return;
                }
                try {
                    sink.entry(path, entry);
                } catch (Corrupt | Missing damaged) {
                    failures.failed(path, damaged);
                }
            });
        } catch (Corrupt | Missing damaged) {
            failures.failed(at, damaged);
        }
    }
}
