package reel.raptorq;

import java.util.Arrays;

/// The second step of a solution: the rows that determine nothing, reduced to the inactive columns and solved
/// bit-packed.
///
/// `bits` says for every determined column which inactive columns it depends on. The matrix holds, for every residual
/// row, its inactive columns and, behind them, which residual rows were added up to make it.
final class Elimination {
    private final Peeling peeling;
    private final SparseRows rows;

    /// u, inactive columns.
    int unknowns;
    /// Longs for a set of inactive columns.
    int words;
    /// `pivots × words`.
    long[] bits = {};
    /// For each inactive column the matrix row that determines it, -1 for a free one.
    int[] solvedBy = {};
    /// Inactive columns that no binary row determines.
    int freeCount;
    int[] free = {};
    /// Longs of a matrix row.
    int stride;
    long[] matrix = {};
    private int[] order = {};

    Elimination(Peeling peeling, SparseRows rows) {
        this.peeling = peeling;
        this.rows = rows;
    }

    void run() {
        unknowns = peeling.inactive;
        words = unknowns + 63 >>> 6;
        forward();
        reduce();
    }

    private void forward() {
        int total = peeling.pivots * words;
        bits = Arena.longs(bits, total);
        Arrays.fill(bits, 0, total, 0);
        for (int i = 0; i < peeling.pivots; i++) {
            addRow(peeling.pivotRow[i], i, bits, i * words);
        }
    }

    /// Adds up what row `r` depends on, without its own pivot `own`.
    private void addRow(int r, int own, long[] into, int at) {
        int end = rows.start[r + 1];
        for (int i = rows.start[r]; i < end; i++) {
            int place = peeling.place[rows.column[i]];
            if (place < 0) {
                into[at + (~place >>> 6)] ^= 1L << ~place;
            } else if (place != own) {
                int from = place * words;
                for (int w = 0; w < words; w++) {
                    into[at + w] ^= bits[from + w];
                }
            }
        }
    }

    private void reduce() {
        int count = peeling.residual;
        stride = words + (count + 63 >>> 6);
        matrix = Arena.longs(matrix, count * stride);
        Arrays.fill(matrix, 0, count * stride, 0);
        order = Arena.ints(order, count);
        solvedBy = Arena.ints(solvedBy, unknowns);
        free = Arena.ints(free, unknowns);
        for (int i = 0; i < count; i++) {
            addRow(peeling.residualRow[i], -1, matrix, i * stride);
            matrix[i * stride + words + (i >>> 6)] |= 1L << i;
            order[i] = i;
        }
        freeCount = 0;
        int taken = 0;
        for (int c = 0; c < unknowns; c++) {
            int found = find(c, taken, count);
            if (found < 0) {
                solvedBy[c] = -1;
                free[freeCount++] = c;
            } else {
                int row = order[found];
                order[found] = order[taken];
                order[taken++] = row;
                solvedBy[c] = row;
                clearOthers(c, row, count);
            }
        }
    }

    private int find(int c, int from, int count) {
        for (int i = from; i < count; i++) {
            if (has(order[i], c)) {
                return i;
            }
        }
        return -1;
    }

    private void clearOthers(int c, int row, int count) {
        int from = row * stride;
        for (int other = 0; other < count; other++) {
            if (other != row && has(other, c)) {
                int at = other * stride;
                for (int w = 0; w < stride; w++) {
                    matrix[at + w] ^= matrix[from + w];
                }
            }
        }
    }

    private boolean has(int row, int c) {
        return (matrix[row * stride + (c >>> 6)] >>> c & 1) != 0;
    }

    /// Whether residual row `source` is part of the sum that matrix row `row` is.
    boolean sums(int row, int source) {
        return (matrix[row * stride + words + (source >>> 6)] >>> source & 1) != 0;
    }

    /// The free columns in matrix row `row`, free column k as bit k; only where there are at most 32.
    int freeIn(int row) {
        int mask = 0;
        for (int k = 0; k < freeCount; k++) {
            if (has(row, free[k])) {
                mask |= 1 << k;
            }
        }
        return mask;
    }

    long bytes() {
        return 8L * (bits.length + matrix.length) + 4L * (order.length + solvedBy.length + free.length);
    }
}
