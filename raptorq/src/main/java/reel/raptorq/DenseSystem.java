package reel.raptorq;

import java.util.Arrays;

/// The third step of a solution: every inactive column as a sum of few base rows.
///
/// Base rows `0..rank-1` are the values of the residual rows in use, the H after them what the HDPC pass
/// left. An inactive column that binary rows determine is one *target*, a set of base rows (and later some
/// free columns). A free column is eight targets, one for each power of two that its octet coefficients are
/// made of, so that everything stays exclusive or and doubling.
final class DenseSystem {
    private final Peeling peeling;
    private final Elimination elimination;

    /// Residual rows in use: base row v is the value of row `used[v]`, numbered as [Peeling#residualRow].
    int rank;
    int[] used = {};
    /// `rank` and, if HDPC rows take part, H more.
    int baseRows;
    /// Targets: the rank determined columns, then eight for each free column.
    int targets;
    /// Longs of a target's set of base rows.
    int words;
    long[] chosen = {};
    /// For target t below `rank` its inactive column and the free columns it depends on.
    int[] column = {};
    int[] freeMask = {};

    private int[] usedNumber = {};

    /// One of each kind of sum over an HDPC row: eight bit planes of sets of inactive columns.
    private long[] planes = {};
    private long[] running = {};
    private long[] overBase = {};

    DenseSystem(Peeling peeling, Elimination elimination) {
        this.peeling = peeling;
        this.elimination = elimination;
    }

    /// Solves as far as it goes.
    ///
    /// @param hdpcRows for each column below K'+S-1 its two rows of ones, as [Tuples#hdpcRows] packs them
    /// @return how many more independent rows are needed, 0 if everything is determined
    int solve(BlockCode code, int[] hdpcRows) {
        int free = elimination.freeCount;
        if (free > code.hdpc) {
            return free - code.hdpc;
        }
        binaryTargets(free > 0 ? code.hdpc : 0, 8 * free);
        if (free == 0) {
            return 0;
        }
        runHdpc(code, hdpcRows);
        return freeTargets(code, free);
    }

    private void binaryTargets(int hdpc, int more) {
        int unknowns = elimination.unknowns;
        int residual = peeling.residual;
        rank = unknowns - elimination.freeCount;
        baseRows = rank + hdpc;
        words = baseRows + 63 >>> 6;
        targets = rank + more;
        chosen = Arena.longs(chosen, targets * words);
        Arrays.fill(chosen, 0, targets * words, 0);
        column = Arena.ints(column, rank);
        freeMask = Arena.ints(freeMask, rank);
        used = Arena.ints(used, rank);
        usedNumber = Arena.ints(usedNumber, residual);
        Arrays.fill(usedNumber, 0, residual, -1);
        int t = 0;
        for (int c = 0; c < unknowns; c++) {
            int row = elimination.solvedBy[c];
            if (row >= 0) {
                used[t] = row;
                usedNumber[row] = t;
                column[t] = c;
                freeMask[t++] = elimination.freeIn(row);
            }
        }
        int sets = peeling.residual + 63 >>> 6;
        for (t = 0; t < rank; t++) {
            int from = used[t] * elimination.stride + elimination.words;
            for (int w = 0; w < sets; w++) {
                for (long set = elimination.matrix[from + w]; set != 0; set &= set - 1) {
                    int base = usedNumber[64 * w + Long.numberOfTrailingZeros(set)];
                    chosen[t * words + (base >>> 6)] |= 1L << base;
                }
            }
        }
    }

    /// The HDPC rows over the inactive columns, by their recursion (§5.3.3.3): from column to column a
    /// running sum is doubled, the column's dependence added, and the sum added to two rows; the last column
    /// goes into all of them.
    private void runHdpc(BlockCode code, int[] hdpcRows) {
        int w = elimination.words;
        int eight = 8 * w;
        planes = Arena.longs(planes, code.hdpc * eight);
        Arrays.fill(planes, 0, code.hdpc * eight, 0);
        running = Arena.longs(running, eight);
        Arrays.fill(running, 0, eight, 0);
        int zero = 0;
        int last = code.symbols + code.ldpc - 1;
        for (int j = 0; j <= last; j++) {
            zero = doubled(zero, w);
            int place = peeling.place[j];
            if (place < 0) {
                running[zero * w + (~place >>> 6)] ^= 1L << ~place;
            } else {
                add(elimination.bits, place * w, running, zero * w, w);
            }
            if (j < last) {
                addRunning(zero, w, (hdpcRows[j] & 255) * eight);
                addRunning(zero, w, (hdpcRows[j] >>> 8) * eight);
            }
        }
        for (int h = 0; h < code.hdpc; h++) {
            addRunning(zero, w, h * eight);
            zero = doubled(zero, w);
            int own = code.pi - code.hdpc + h;
            planes[h * eight + (own >>> 6)] ^= 1L << own;
        }
    }

    /// Doubles the running sum by renaming its planes: plane b is kept at `(zero + b) mod 8`.
    private int doubled(int zero, int w) {
        int next = zero + 7 & 7;
        for (int b = 2; b <= 4; b++) {
            add(running, next * w, running, (next + b & 7) * w, w);
        }
        return next;
    }

    private void addRunning(int zero, int w, int at) {
        int head = (8 - zero) * w;
        add(running, zero * w, planes, at, head);
        add(running, 0, planes, at + head, zero * w);
    }

    private static void add(long[] from, int fromAt, long[] into, int at, int count) {
        for (int i = 0; i < count; i++) {
            into[at + i] ^= from[fromAt + i];
        }
    }

    /// Solves the HDPC rows for the free columns and writes those as targets.
    private int freeTargets(BlockCode code, int free) {
        int rows = code.hdpc;
        overBase = Arena.longs(overBase, rows * 8 * words);
        Arrays.fill(overBase, 0, rows * 8 * words, 0);
        byte[][] octets = new byte[rows][free];
        int[] order = new int[rows];
        for (int h = 0; h < rows; h++) {
            for (int b = 0; b < 8; b++) {
                int mask = substitute(h, b);
                for (int k = 0; k < free; k++) {
                    octets[h][k] |= (byte) ((mask >>> k & 1) << b);
                }
            }
        }
        int lacking = OctetMatrix.invert(octets, rows, free, order);
        for (int k = 0; lacking == 0 && k < free; k++) {
            for (int i = 0; i < free; i++) {
                addProduct(octets[k][i] & 255, order[i], rank + 8 * k);
            }
        }
        return lacking;
    }

    /// Puts determined columns into plane `b` of HDPC row `h`: what remains are base rows, in `overBase`, and
    /// free columns, answered.
    private int substitute(int h, int b) {
        int w = elimination.words;
        int from = (h * 8 + b) * w;
        int at = (h * 8 + b) * words;
        int mask = 0;
        for (int k = 0; k < elimination.freeCount; k++) {
            int c = elimination.free[k];
            mask |= (int) (planes[from + (c >>> 6)] >>> c & 1) << k;
        }
        for (int t = 0; t < rank; t++) {
            int c = column[t];
            if ((planes[from + (c >>> 6)] >>> c & 1) != 0) {
                mask ^= freeMask[t];
                add(chosen, t * words, overBase, at, words);
            }
        }
        return mask;
    }

    /// Adds `factor ·` HDPC row `h` to the eight targets from `target` on.
    private void addProduct(int factor, int h, int target) {
        int base = rank + h;
        for (int b = 0; b < 8; b++) {
            int octet = Octets.product(factor, 1 << b);
            for (int to = 0; to < 8; to++) {
                if ((octet >>> to & 1) != 0) {
                    add(overBase, (h * 8 + b) * words, chosen, (target + to) * words, words);
                    if (b == 0) {
                        chosen[(target + to) * words + (base >>> 6)] ^= 1L << base;
                    }
                }
            }
        }
    }

    long bytes() {
        return 8L * (chosen.length + planes.length + running.length + overBase.length)
                + 4L * (used.length + column.length + freeMask.length + usedNumber.length);
    }
}
