package reel.raptorq;

import java.util.Arrays;

/// Many sums of few base rows, looked up ("four Russians"): base rows are taken in groups, all sums of a
/// group's rows are made once, and every target adds one of them per group.
final class TableSums {
    /// Tables of at most this many rows at a time, which stay in the cache.
    static final int ROWS = 256;

    private boolean[] touched = {};
    private final OpList list;

    private long[] chosen = {};
    private int words;
    private int group;

    TableSums(OpList list) {
        this.list = list;
    }

    /// Appends gathers that make every target row the sum of the base rows chosen for it.
    ///
    /// @param chosen `targets × words` longs: bit b of target t says that base row b is part of it
    /// @param baseAt the first base row
    /// @param targetRows the row of each target
    /// @param tablesAt the first of [#ROWS] rows to use for tables
    void write(long[] chosen, int words, int base, int baseAt, int[] targetRows, int targets, int tablesAt) {
        this.chosen = chosen;
        this.words = words;
        group = group(base, targets);
        int span = Math.max(1, group == 1 ? base : (ROWS >> group) * group);
        if (touched.length < targets) {
            touched = new boolean[targets];
        }
        Arrays.fill(touched, 0, targets, false);
        for (int first = 0; first < base; first += span) {
            int last = Math.min(base, first + span);
            for (int g = first, table = tablesAt; group > 1 && g < last; g += group, table += 1 << group) {
                table(baseAt + g, Math.min(group, last - g), table);
            }
            for (int t = 0; t < targets; t++) {
                look(t, targetRows[t], first, last, baseAt, tablesAt);
            }
        }
        for (int t = 0; t < targets; t++) {
            if (!touched[t]) {
                list.head(targetRows[t], -1, 0);
            }
        }
    }

    /// The group width with the least work: a table row costs a gather of two, a target half a gather.
    private static int group(int base, int targets) {
        int best = 1;
        long least = Long.MAX_VALUE;
        for (int g = 1; g <= 7; g++) {
            long full = (1L << g) - 1;
            long perTarget = 100 * full / (full + 1) + (g == 1 ? 0 : 5);
            long cost = ObjectParameters.ceil(base, g) * (200 * (full - g) + targets * perTarget);
            if (cost < least) {
                least = cost;
                best = g;
            }
        }
        return best;
    }

    /// The sums of each set of two or more of `width` base rows.
    private void table(int base, int width, int table) {
        for (int set = 3; set < 1 << width; set++) {
            int rest = set & set - 1;
            if (rest != 0) {
                list.head(table + set, -1, 2);
                list.row(base + Integer.numberOfTrailingZeros(set));
                list.row((rest & rest - 1) == 0 ? base + Integer.numberOfTrailingZeros(rest) : table + rest);
            }
        }
    }

    private void look(int t, int target, int first, int last, int baseAt, int tablesAt) {
        list.room(4 + (last - first) / group + 1);
        int[] ops = list.ops;
        int head = list.at;
        int to = head + 3;
        if (touched[t]) {
            ops[to++] = target;
        }
        int start = to;
        for (int g = first, table = tablesAt; g < last; g += group, table += 1 << group) {
            int set = bits(t, g, Math.min(group, last - g));
            if (set != 0) {
                ops[to++] = (set & set - 1) == 0 ? baseAt + g + Integer.numberOfTrailingZeros(set) : table + set;
            }
        }
        if (to > start) {
            ops[head] = target;
            ops[head + 1] = -1;
            ops[head + 2] = to - head - 3;
            list.at = to;
            touched[t] = true;
        }
    }

    private int bits(int t, int from, int count) {
        int at = t * words + (from >>> 6);
        long bits = chosen[at] >>> from;
        if ((from & 63) + count > 64) {
            bits |= chosen[at + 1] << -from;
        }
        return (int) bits & (1 << count) - 1;
    }

    long bytes() {
        return touched.length;
    }
}
