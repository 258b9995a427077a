package reel.history.repo;

import java.time.Instant;
import reel.history.op.Op;

/// Which past operations gc must keep everything of, so that they can be undone or looked at.
///
/// @param lastOps the newest so many operations, at least 1: the present is always kept
/// @param since   and every operation from then on
public record UndoWindow(long lastOps, Instant since) {
    /// Every operation there ever was.
    public static final UndoWindow ALL = new UndoWindow(Long.MAX_VALUE, Instant.MIN);

    public UndoWindow {
        if (lastOps < 1) {
            throw new IllegalArgumentException("the present is always kept: at least 1 operation, not " + lastOps);
        }
    }

    /// The newest `count` operations, however old.
    public static UndoWindow last(long count) {
        return new UndoWindow(count, Instant.MAX);
    }

    /// The present and every operation from `when` on.
    public static UndoWindow since(Instant when) {
        return new UndoWindow(1, when);
    }

    /// Whether an operation must be looked at to know whether it is kept.
    boolean mayKeep(long number, long newest) {
        return newest - number < lastOps || since.isBefore(Instant.MAX);
    }

    boolean keeps(Op op, long newest) {
        return newest - op.number() < lastOps
                || !Instant.ofEpochMilli(op.info().who().epochMillis()).isBefore(since);
    }
}
