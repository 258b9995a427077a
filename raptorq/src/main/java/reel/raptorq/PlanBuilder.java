package reel.raptorq;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Solves the constraint system of a set of encoding symbols and writes the solution down as a [Program].
///
/// Three steps: [Peeling] on sparse rows, [Elimination] of what is left bit-packed, [DenseSystem] with the
/// HDPC rows. No symbol is touched. Its arrays are kept between plans; one thread at a time.
final class PlanBuilder {
    /// Sets of base rows are looked up in tables of at most this many rows at a time, which stay in the cache.
    private static final int TABLE_ROWS = 256;

    private final SparseRows rows = new SparseRows();
    private final Peeling peeling = new Peeling();
    private final Elimination elimination = new Elimination(peeling, rows);
    private final DenseSystem dense = new DenseSystem(peeling, elimination);

    private @Nullable BlockCode code;
    private int[] hdpcRows = {};
    private int[] ops = {};
    private int at;
    private boolean[] needed = {};
    private boolean[] touched = {};

    /// How many more independent symbols the last attempt needed; 0 after a success.
    private int lacking;

    int lacking() {
        return lacking;
    }

    /// Solves for the symbols with internal ids `isis[0..count-1]`. Data row of symbol i is `dataRows[i]`, -1
    /// for one whose octets are all zero.
    ///
    /// @return null if the symbols do not determine the block: see [#lacking]; also where the dense system
    ///     would grow out
    /// of its bound, which takes symbols chosen to that end
    @Nullable
    Program solve(BlockCode code, int[] isis, int[] dataRows, int count) {
        prepare(code);
        rows.build(code, isis, count);
        peeling.peel(code, rows);
        if (peeling.inactive > PlanBounds.inactive(code.symbols)) {
            lacking = 1;
            return null;
        }
        elimination.run();
        lacking = dense.solve(code, hdpcRows);
        return lacking > 0 ? null : write(code, dataRows);
    }

    private void prepare(BlockCode code) {
        BlockCode last = this.code;
        if (last == null || last.symbols != code.symbols) {
            this.code = code;
            hdpcRows = new int[code.symbols + code.ldpc - 1];
            for (int j = 0; j < hdpcRows.length; j++) {
                hdpcRows[j] = Tuples.hdpcRows(code, j);
            }
        }
    }

    private Program write(BlockCode code, int[] dataRows) {
        boolean hdpc = elimination.freeCount > 0;
        int baseAt = code.columns;
        int planesAt = baseAt + dense.baseRows;
        int tablesAt = planesAt + 8 * elimination.freeCount;
        at = 0;
        forward(code, dataRows, hdpc);
        for (int v = 0; v < dense.rank; v++) {
            gatherPivots(code, dataRows, peeling.residualRow[dense.used[v]], -1, baseAt + v);
        }
        int denseAt = at;
        int tables = sums(baseAt, planesAt, tablesAt);
        int restAt = at;
        addFree();
        for (int i = 0; i < peeling.pivots; i++) {
            gatherRow(code, dataRows, peeling.pivotRow[i], peeling.pivotColumn[i]);
        }
        int[] free = new int[elimination.freeCount];
        for (int k = 0; k < free.length; k++) {
            free[k] = peeling.inactiveColumn[elimination.free[k]];
        }
        return new Program(
                code,
                Arrays.copyOf(ops, at),
                denseAt,
                restAt,
                at,
                hdpc ? hdpcRows : new int[0],
                baseAt + dense.rank,
                planesAt,
                free,
                tablesAt + tables - code.columns);
    }

    /// Every determined column, as if the inactive ones were zero: all of them for the HDPC pass, else those
    /// that base rows lead back to.
    private void forward(BlockCode code, int[] dataRows, boolean all) {
        if (all) {
            for (int i = 0; i < peeling.inactive; i++) {
                op(peeling.inactiveColumn[i], -1, 0);
            }
        } else {
            mark();
        }
        for (int i = 0; i < peeling.pivots; i++) {
            if (all || needed[i]) {
                gatherPivots(code, dataRows, peeling.pivotRow[i], i, peeling.pivotColumn[i]);
            }
        }
    }

    private void mark() {
        int count = peeling.pivots;
        if (needed.length < count) {
            needed = new boolean[count];
        }
        Arrays.fill(needed, 0, count, false);
        for (int v = 0; v < dense.rank; v++) {
            markRow(peeling.residualRow[dense.used[v]]);
        }
        for (int i = count - 1; i >= 0; i--) {
            if (needed[i]) {
                markRow(peeling.pivotRow[i]);
            }
        }
    }

    private void markRow(int r) {
        for (int i = rows.start[r]; i < rows.pi[r]; i++) {
            int place = peeling.place[rows.column[i]];
            if (place >= 0) {
                needed[place] = true;
            }
        }
    }

    private static int dataRow(BlockCode code, int[] dataRows, int r) {
        return r < code.ldpc ? -1 : dataRows[r - code.ldpc];
    }

    /// The data of row `r` and its determined columns but `own`, to row `target`.
    private void gatherPivots(BlockCode code, int[] dataRows, int r, int own, int target) {
        int from = rows.start[r];
        int end = rows.pi[r];
        room(3 + end - from);
        int head = at;
        int to = head + 3;
        for (int i = from; i < end; i++) {
            int c = rows.column[i];
            int place = peeling.place[c];
            ops[to] = c;
            to += place >= 0 && place != own ? 1 : 0;
        }
        ops[head] = target;
        ops[head + 1] = dataRow(code, dataRows, r);
        ops[head + 2] = to - head - 3;
        at = to;
    }

    /// The data of row `r` and all its columns but `target`, to `target`.
    private void gatherRow(BlockCode code, int[] dataRows, int r, int target) {
        int from = rows.start[r];
        int end = rows.start[r + 1];
        room(3 + end - from);
        int head = at;
        int to = head + 3;
        for (int i = from; i < end; i++) {
            int c = rows.column[i];
            ops[to] = c;
            to += c == target ? 0 : 1;
        }
        ops[head] = target;
        ops[head + 1] = dataRow(code, dataRows, r);
        ops[head + 2] = to - head - 3;
        at = to;
    }

    /// All targets of the dense system as sums of base rows, `group` base rows looked up at once ("four
    /// Russians").
    ///
    /// @return table rows in use
    private int sums(int baseAt, int planesAt, int tablesAt) {
        int group = group(dense.baseRows, dense.targets);
        int perBatch = group == 1 ? dense.baseRows : TABLE_ROWS >> group;
        int span = Math.max(1, perBatch * group);
        if (touched.length < dense.targets) {
            touched = new boolean[dense.targets];
        }
        Arrays.fill(touched, 0, dense.targets, false);
        for (int first = 0; first < dense.baseRows; first += span) {
            int last = Math.min(dense.baseRows, first + span);
            for (int g = first, table = tablesAt; group > 1 && g < last; g += group, table += 1 << group) {
                table(baseAt + g, Math.min(group, last - g), table);
            }
            for (int t = 0; t < dense.targets; t++) {
                look(t, targetRow(t, planesAt), first, last, group, baseAt, tablesAt);
            }
        }
        for (int t = 0; t < dense.targets; t++) {
            if (!touched[t]) {
                op(targetRow(t, planesAt), -1, 0);
            }
        }
        return group == 1 ? 0 : TABLE_ROWS;
    }

    private int targetRow(int t, int planesAt) {
        return t < dense.rank ? peeling.inactiveColumn[dense.column[t]] : planesAt + t - dense.rank;
    }

    /// The table width with the fewest operations.
    private static int group(int base, int targets) {
        int best = 1;
        long least = Long.MAX_VALUE;
        for (int g = 1; g <= 7; g++) {
            long groups = ObjectParameters.ceil(base, g);
            long full = (1L << g) - 1;
            long cost = groups * (2 * (full - g) * 100 + targets * (100 * full / (full + 1) + (g == 1 ? 0 : 5)));
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
                room(5);
                int low = base + Integer.numberOfTrailingZeros(set);
                int other = (rest & rest - 1) == 0 ? base + Integer.numberOfTrailingZeros(rest) : table + rest;
                op(table + set, -1, 2);
                ops[at++] = low;
                ops[at++] = other;
            }
        }
    }

    private void look(int t, int target, int first, int last, int group, int baseAt, int tablesAt) {
        room(4 + (last - first) / group + 1);
        int head = at;
        int to = head + 3;
        if (touched[t]) {
            ops[to++] = target;
        }
        int start = to;
        for (int g = first, table = tablesAt; g < last; g += group, table += 1 << group) {
            int set = dense.chosenBits(t, g, Math.min(group, last - g));
            if (set != 0) {
                ops[to++] = (set & set - 1) == 0 ? baseAt + g + Integer.numberOfTrailingZeros(set) : table + set;
            }
        }
        if (to > start) {
            ops[head] = target;
            ops[head + 1] = -1;
            ops[head + 2] = to - head - 3;
            at = to;
            touched[t] = true;
        }
    }

    /// Adds to the determined inactive columns the free ones they depend on.
    private void addFree() {
        for (int t = 0; t < dense.rank; t++) {
            int mask = dense.freeMask[t];
            if (mask != 0) {
                int target = peeling.inactiveColumn[dense.column[t]];
                room(4 + elimination.freeCount);
                op(target, -1, 1 + Integer.bitCount(mask));
                ops[at++] = target;
                for (; mask != 0; mask &= mask - 1) {
                    ops[at++] = peeling.inactiveColumn[elimination.free[Integer.numberOfTrailingZeros(mask)]];
                }
            }
        }
    }

    private void op(int target, int data, int count) {
        room(3);
        ops[at++] = target;
        ops[at++] = data;
        ops[at++] = count;
    }

    private void room(int more) {
        ops = Arena.grown(ops, at + more);
    }

    /// What the kept arrays take.
    long bytes() {
        return rows.bytes()
                + peeling.bytes()
                + elimination.bytes()
                + dense.bytes()
                + 4L * (ops.length + hdpcRows.length)
                + needed.length
                + touched.length;
    }
}
