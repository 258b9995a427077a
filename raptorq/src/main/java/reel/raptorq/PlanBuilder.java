package reel.raptorq;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Solves the constraint system of a set of encoding symbols and writes the solution down as a [Program].
///
/// Three steps: [Peeling] on sparse rows, [Elimination] of what is left bit-packed, [DenseSystem] with the
/// HDPC rows. No symbol is touched. Its arrays are kept between plans; one thread at a time.
final class PlanBuilder {
    private final SparseRows rows = new SparseRows();
    private final Peeling peeling = new Peeling();
    private final Elimination elimination = new Elimination(peeling, rows);
    private final DenseSystem dense = new DenseSystem(peeling, elimination);

    private @Nullable BlockCode code;
    private int[] hdpcRows = {};
    private final OpList list = new OpList();
    private final TableSums tables = new TableSums(list);
    private int[] targetRows = {};
    private boolean[] needed = {};

    /// How many more independent symbols the last attempt needed; 0 after a success.
    private int lacking;

    int lacking() {
        return lacking;
    }

    /// Solves for the symbols with internal ids `isis[0..count-1]`. Data row of symbol i is `dataRows[i]`, -1
    /// for one whose octets are all zero.
    ///
    /// @return null if the symbols do not determine the block: see [#lacking]; also where the dense system
    ///     would grow out of its bound, which takes symbols chosen to that end
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
        list.clear();
        forward(code, dataRows, hdpc);
        for (int v = 0; v < dense.rank; v++) {
            gatherPivots(code, dataRows, peeling.residualRow[dense.used[v]], -1, baseAt + v);
        }
        int denseAt = list.at;
        sums(baseAt, planesAt, tablesAt);
        int restAt = list.at;
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
                list.copy(),
                denseAt,
                restAt,
                list.at,
                hdpc ? hdpcRows : new int[0],
                baseAt + dense.rank,
                planesAt,
                free,
                tablesAt + TableSums.ROWS - code.columns);
    }

    /// Every determined column, as if the inactive ones were zero: all of them for the HDPC pass, else those
    /// that base rows lead back to.
    private void forward(BlockCode code, int[] dataRows, boolean all) {
        if (all) {
            for (int i = 0; i < peeling.inactive; i++) {
                list.head(peeling.inactiveColumn[i], -1, 0);
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
        list.room(3 + end - from);
        int[] ops = list.ops;
        int head = list.at;
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
        list.at = to;
    }

    /// The data of row `r` and all its columns but `target`, to `target`.
    private void gatherRow(BlockCode code, int[] dataRows, int r, int target) {
        int from = rows.start[r];
        int end = rows.start[r + 1];
        list.room(3 + end - from);
        int[] ops = list.ops;
        int head = list.at;
        int to = head + 3;
        for (int i = from; i < end; i++) {
            int c = rows.column[i];
            ops[to] = c;
            to += c == target ? 0 : 1;
        }
        ops[head] = target;
        ops[head + 1] = dataRow(code, dataRows, r);
        ops[head + 2] = to - head - 3;
        list.at = to;
    }

    /// All targets of the dense system as sums of base rows.
    private void sums(int baseAt, int planesAt, int tablesAt) {
        targetRows = Arena.ints(targetRows, dense.targets);
        for (int t = 0; t < dense.targets; t++) {
            targetRows[t] = t < dense.rank ? peeling.inactiveColumn[dense.column[t]] : planesAt + t - dense.rank;
        }
        tables.write(dense.chosen, dense.words, dense.baseRows, baseAt, targetRows, dense.targets, tablesAt);
    }

    /// Adds to the determined inactive columns the free ones they depend on.
    private void addFree() {
        for (int t = 0; t < dense.rank; t++) {
            int mask = dense.freeMask[t];
            if (mask != 0) {
                int target = peeling.inactiveColumn[dense.column[t]];
                list.head(target, -1, 1 + Integer.bitCount(mask));
                list.row(target);
                for (; mask != 0; mask &= mask - 1) {
                    list.row(peeling.inactiveColumn[elimination.free[Integer.numberOfTrailingZeros(mask)]]);
                }
            }
        }
    }

    /// What the kept arrays take.
    long bytes() {
        return rows.bytes()
                + peeling.bytes()
                + elimination.bytes()
                + dense.bytes()
                + 4L * (hdpcRows.length + targetRows.length)
                + list.bytes()
                + tables.bytes()
                + needed.length;
    }
}
