package reel.raptorq;

import java.util.Arrays;

/// A list of gathers in the making, as [Program] holds them.
final class OpList {
    int[] ops = {};
    int at;

    void clear() {
        at = 0;
    }

    /// Makes sure that `more` ints fit behind the end.
    void room(int more) {
        ops = Arena.grown(ops, at + more);
    }

    /// Appends the head of a gather of `count` rows, which follow.
    void head(int target, int data, int count) {
        room(3 + count);
        ops[at++] = target;
        ops[at++] = data;
        ops[at++] = count;
    }

    /// Appends a row; there is room since [#head] or [#room].
    void row(int row) {
        ops[at++] = row;
    }

    int[] copy() {
        return Arrays.copyOf(ops, at);
    }

    long bytes() {
        return 4L * ops.length;
    }
}
