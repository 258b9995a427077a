package reel.history.repo;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.history.commit.Commits;
import reel.history.op.Op;
import reel.history.op.OpInfo;
import reel.history.op.OpLog;
import reel.history.op.View;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.store.Hold;
import reel.stream.hash.Hash;

/// A repository: its chunks, trees, commits and operation log. Thread-safe; owns nothing, its opener closes the
/// rest.
///
/// The way of every command: open a writer (or a hold, where nothing is put), look up, put chunks, flush, [#transact],
/// close it. Until then gc takes nothing of what the command found.
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
        return open(chunks, OpLog.open(backend));
    }

    /// The same, of a log that is open.
    public static Repository open(Chunks chunks, OpLog ops) {
        return new Repository(chunks, ops);
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
    /// Every commit the new view names and the old one did not must be kept: what only operations before the floor
    /// knew is refused, even where it can still be read.
    public Op transact(OpInfo info, OpLog.ViewChange change) throws IOException {
        try (Hold hold = chunks.hold()) {
            return transact(info, hold, change);
        }
    }

    /// The same for a command that holds already, from before it looked up what the view is going to name.
    public Op transact(OpInfo info, Hold hold, OpLog.ViewChange change) throws IOException {
        return ops.follow(info, now -> checked(hold, null, now, change.apply(now.view())));
    }

    /// The same for a commit that `session` has put and flushed.
    public Op transact(OpInfo info, ChunkWriter session, Hash made, OpLog.ViewChange change) throws IOException {
        return ops.follow(info, now -> checked(session, made, now, change.apply(now.view())));
    }

    /// [reel.stream.Missing] unless the commit is kept; asked under the hold of the command that is about to name it.
    public void requireKept(Hold hold, Hash commit) throws IOException {
        requireKept(hold, commit, false, ops.current());
    }

    /// Where nothing was ever collected, everything that is there stays until this hold ends.
    private void requireKept(Hold hold, Hash commit, boolean made, Op now) throws IOException {
        long floor = floor(hold, now);
        if (floor > 0 && !made) {
            new Kept(ops, commits).require(commit, now, floor);
        } else if (!chunks.contains(commit)) {
            throw Kept.missing(commit);
        }
    }

    private static long floor(Hold hold, Op now) {
        return Math.max(hold.floor(), now.swept().floor());
    }

    /// Takes back what one operation changed; see [OpLog#undo].
    public Op undo(long number, OpInfo info) throws IOException {
        return undo(number, info, (now, next) -> next);
    }

    /// Looks at a view before it becomes the newest; may refuse it.
    @FunctionalInterface
    public interface ViewCheck {
        View check(View now, View next) throws IOException;
    }

    /// [#undo] with a last look at the view that is about to become the newest, which may also refuse it.
    public Op undo(long number, OpInfo info, ViewCheck check) throws IOException {
        try (Hold hold = chunks.hold()) {
            return ops.undo(number, info, (now, next) -> check.check(now.view(), checked(hold, null, now, next)));
        }
    }

    /// The view of a past operation again; see [OpLog#restore].
    public Op restore(long number, OpInfo info) throws IOException {
        View wanted = ops.at(number).view();
        return transact(info, now -> wanted);
    }

    /// Makes a damaged operation log usable again; see [OpLog#recover].
    public Op recover(OpInfo info) throws IOException {
        try (Hold hold = chunks.hold()) {
            return ops.recover(info);
        }
    }

    private View checked(Hold hold, @Nullable Hash made, Op now, View next) throws IOException {
        hold.requireNotSwept(now.swept().epoch());
        Set<Hash> known = now.view().commits();
        for (Hash commit : next.commits()) {
            if (!known.contains(commit)) {
                requireKept(hold, commit, commit.equals(made), now);
            }
        }
        return next;
    }
}
