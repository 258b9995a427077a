package reel.history.repo;

import java.io.IOException;
import java.time.Instant;
import reel.history.op.Op;

/// Which past operations gc must keep everything of, so that they can be undone or looked at.
///
/// @param lastOps the newest so many operations, at least 1: the present is always kept
/// @param since   and every operation from the first one on that is not older
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

    /// Reads an operation.
    @FunctionalInterface
    interface Ops {
        Op at(long number) throws IOException;
    }

    /// The first operation that is kept; every one after it is kept, too, for times may go backwards between
    /// operations and numbers do not.
    long first(long newest, Ops ops) throws IOException {
        long first = Math.max(1, lastOps >= newest ? 1 : newest - lastOps + 1);
        if (since.equals(Instant.MIN)) {
            return 1;
        }
        if (since.equals(Instant.MAX)) {
            return first;
        }
        for (long number = first - 1; number >= 1; number--) {
            if (!Instant.ofEpochMilli(ops.at(number).info().who().epochMillis()).isBefore(since)) {
                first = number;
            }
        }
        return first;
    }
}
