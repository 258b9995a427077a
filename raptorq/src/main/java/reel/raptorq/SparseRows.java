package reel.raptorq;

import java.util.Arrays;

/// The binary rows of the constraint matrix, as lists of columns, and the LT columns as lists of rows.
///
/// Rows `0..S-1` are LDPC rows, the others encoding symbols in the order given. A row lists its LT columns
/// first. The arrays are kept between matrices and only grow.
final class SparseRows {
    int count;
    /// Row r is `column[start[r]] .. column[start[r+1] - 1]`.
    int[] start = {};
    /// Where the PI columns of row r begin.
    int[] pi = {};
    int[] column = {};
    /// LT column c is in rows `row[rowStart[c]] .. row[rowStart[c+1] - 1]`.
    int[] rowStart = {};
    int[] row = {};
    private int[] next = {};

    /// Lists the rows of the symbols with internal ids `isis[0..symbols-1]`, after the LDPC rows.
    void build(BlockCode code, int[] isis, int symbols) {
        count = code.ldpc + symbols;
        start = Arena.ints(start, count + 1);
        pi = Arena.ints(pi, count);
        next = Arena.ints(next, Math.max(code.ldpc, code.lt + 1));
        column = Arena.ints(column, 3 * code.plain + 3 * code.ldpc + Tuples.MOST * symbols);
        ldpcRows(code);
        int at = start[code.ldpc];
        for (int i = 0; i < symbols; i++) {
            int packed = Tuples.columns(code, isis[i], column, at);
            pi[code.ldpc + i] = at + (packed & 0xFFFF);
            at += packed >>> 16;
            start[code.ldpc + i + 1] = at;
        }
        columnLists(code);
    }

    /// RFC 6330 §5.3.3.3: column i of the plain ones is in rows b, b + a, b + 2a with a = 1 + i/S, b = i mod
    /// S; row r has LDPC column B + r and the PI columns r and r + 1 mod P.
    private void ldpcRows(BlockCode code) {
        int rows = code.ldpc;
        for (int r = 0; r < rows; r++) {
            next[r] = 3;
        }
        for (int i = 0, a = 1, b = 0; i < code.plain; i++) {
            next[b]++;
            next[(b + a) % rows]++;
            next[(b + 2 * a) % rows]++;
            if (++b == rows) {
                b = 0;
                a++;
            }
        }
        int at = 0;
        for (int r = 0; r < rows; r++) {
            start[r] = at;
            at += next[r];
            pi[r] = at - 2;
            column[at - 3] = code.plain + r;
            column[at - 2] = code.lt + r % code.pi;
            column[at - 1] = code.lt + (r + 1) % code.pi;
            next[r] = start[r];
        }
        start[rows] = at;
        for (int i = 0, a = 1, b = 0; i < code.plain; i++) {
            column[next[b]++] = i;
            column[next[(b + a) % rows]++] = i;
            column[next[(b + 2 * a) % rows]++] = i;
            if (++b == rows) {
                b = 0;
                a++;
            }
        }
    }

    private void columnLists(BlockCode code) {
        rowStart = Arena.ints(rowStart, code.lt + 1);
        Arrays.fill(next, 0, code.lt + 1, 0);
        for (int r = 0; r < count; r++) {
            for (int i = start[r]; i < pi[r]; i++) {
                next[column[i]]++;
            }
        }
        int at = 0;
        for (int c = 0; c < code.lt; c++) {
            rowStart[c] = at;
            at += next[c];
            next[c] = rowStart[c];
        }
        rowStart[code.lt] = at;
        row = Arena.ints(row, at);
        for (int r = 0; r < count; r++) {
            for (int i = start[r]; i < pi[r]; i++) {
                row[next[column[i]]++] = r;
            }
        }
    }

    long bytes() {
        return 4L * (start.length + pi.length + column.length + rowStart.length + row.length + next.length);
    }
}
