package reel.history.repo;

import java.io.IOException;
import java.util.Set;
import reel.backend.Backend;
import reel.history.commit.Commits;
import reel.history.op.Op;
import reel.history.op.OpInfo;
import reel.history.op.OpLog;
import reel.history.op.View;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// A repository: its chunks, trees, commits and operation log. Thread-safe; owns nothing, its opener closes the
/// rest.
///
/// The way of every command: open a writer, put chunks, flush, [#transact], close the writer. The writer holds
/// off gc until the operation that names the new chunks exists.
public final class Repository {
    private final Chunks chunks;
    private final Trees trees;
    private final Commits commits;
    private final OpLog ops;

    private Repository(Chunks chunks, OpLog ops) {
        this.chunks = chunks;
        this.trees = new Trees(chunks);
        this.commits = new Commits(chunks);
        this.ops = ops;
    }

    /// A repository whose operation log exists. @param backend where the chunks' store lives too
    public static Repository open(Backend backend, Chunks chunks) {
        return new Repository(chunks, OpLog.open(backend));
    }

    /// Begins the operation log in a fresh store. [reel.stream.Refused] where there is one.
    public static Repository create(Backend backend, Chunks chunks, OpInfo info, View view) throws IOException {
        return new Repository(chunks, OpLog.create(backend, info, view));
    }

    public Chunks chunks() {
        return chunks;
    }

    public Trees trees() {
        return trees;
    }

    public Commits commits() {
        return commits;
    }

    /// The operation log, for reading; changes go through this class.
    public OpLog ops() {
        return ops;
    }

    /// The view now.
    public View view() throws IOException {
        return ops.view();
    }

    public Revisions revisions(String workspace) {
        return new Revisions(this, workspace);
    }

    /// Makes `change` of the newest view one operation; see [OpLog#transact].
    ///
    /// Every commit the new view names and the old one did not must be stored; gc waits meanwhile.
    public Op transact(OpInfo info, OpLog.ViewChange change) throws IOException {
        try (ChunkWriter hold = chunks.writer()) {
            return ops.transact(info, now -> checked(now, change.apply(now)));
        }
    }

    /// Takes back what one operation changed; see [OpLog#undo].
    public Op undo(long number, OpInfo info) throws IOException {
        try (ChunkWriter hold = chunks.writer()) {
            return ops.undo(number, info, this::checked);
        }
    }

    /// [#undo] with a last look at the view that is about to become the newest, which may also refuse it.
    public Op undo(long number, OpInfo info, OpLog.ViewCheck check) throws IOException {
        try (ChunkWriter hold = chunks.writer()) {
            return ops.undo(number, info, (now, next) -> check.check(now, checked(now, next)));
        }
    }

    /// The view of a past operation again; see [OpLog#restore].
    public Op restore(long number, OpInfo info) throws IOException {
        View wanted = ops.at(number).view();
        return transact(info, now -> wanted);
    }

    /// Makes a damaged operation log usable again; see [OpLog#recover].
    public Op recover(OpInfo info) throws IOException {
        try (ChunkWriter hold = chunks.writer()) {
            return ops.recover(info);
        }
    }

    private View checked(View now, View next) throws IOException {
        Set<Hash> known = now.commits();
        for (Hash commit : next.commits()) {
            if (!known.contains(commit) && !chunks.contains(commit)) {
                throw new Missing(
                        "commit " + commit,
                        "is not stored (any more)",
                        "It was removed by `reel gc`, or never got here.");
            }
        }
        return next;
    }
}
