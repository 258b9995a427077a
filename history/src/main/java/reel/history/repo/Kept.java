package reel.history.repo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import reel.history.commit.Commits;
import reel.history.op.Op;
import reel.history.op.OpLog;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// Which commits are kept: those that the present or an operation from the floor on leads to. Any other may be on its
/// way out, even if it can still be read.
final class Kept {
    /// Operations looked through for the commit's own name before any history is walked.
    private static final int NEAR_OPS = 64;

    private final OpLog ops;
    private final Commits commits;

    Kept(OpLog ops, Commits commits) {
        this.ops = ops;
        this.commits = commits;
    }

    /// [Missing] unless `commit` is kept as of operation `now`.
    void require(Hash commit, Op now, long floor) throws IOException {
        if (!leadsTo(commit, now, Math.max(1, floor))) {
            throw missing(commit);
        }
    }

    static Missing missing(Hash commit) {
        return new Missing(
                "commit " + commit,
                "is not stored (any more): nothing that can still be undone leads to it",
                "It was removed by `reel gc`, or never got here.");
    }

    private boolean leadsTo(Hash commit, Op now, long floor) throws IOException {
        for (long number = now.number(); number >= Math.max(floor, now.number() - NEAR_OPS); number--) {
            if (at(number, now).contains(commit)) {
                return true;
            }
        }
        Set<Hash> seen = new HashSet<>();
        for (long number = now.number(); number >= floor; number--) {
            if (isAmong(commit, at(number, now), seen)) {
                return true;
            }
        }
        return false;
    }

    private Set<Hash> at(long number, Op now) throws IOException {
        try {
            return (number == now.number() ? now : ops.at(number)).view().commits();
        } catch (Corrupt | Missing unreadable) {
            return Set.of();
        }
    }

    private boolean isAmong(Hash wanted, Collection<Hash> starts, Set<Hash> seen) throws IOException {
        Deque<Hash> todo = new ArrayDeque<>(starts);
        while (!todo.isEmpty()) {
            Hash id = todo.pop();
            if (id.equals(wanted)) {
                return true;
            }
            if (seen.add(id)) {
                try {
                    todo.addAll(commits.read(id).parents());
                } catch (Missing | Corrupt lost) {
                    // Whatever lies behind it, it cannot vouch for.
                }
            }
        }
        return false;
    }
}
