package reel.video.code;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A quasi-cyclic LDPC code of 8192 bits: a small matrix whose entries are rotations of 128 bits, or nothing.
///
/// Data columns have three entries each. Parity columns are a staircase, which makes encoding a few exclusive ors: the
/// first has entries at the top, in the middle and at the bottom, each other one on its row and the next. Rotations
/// are drawn by a fixed generator such that no two rows share two columns at the same distance, so there are no cycles
/// of four. `docs/format/video-robust.md` says how, for they are part of the format.
public final class LdpcCode {
    /// Bits of a codeword.
    public static final int BITS = 8192;

    /// Bits of a column, and of a row of checks.
    static final int LIFT = 128;

    static final int COLUMNS = BITS / LIFT;
    private static final int WEIGHT = 3;
    private static final int FIRST_TURN = 1;
    private static final Map<LdpcRate, LdpcCode> CODES = new EnumMap<>(LdpcRate.class);

    private final LdpcRate rate;
    private final int[][] columns;
    private final int[][] turns;
    private final int edges;

    private LdpcCode(LdpcRate rate, int[][] columns, int[][] turns) {
        this.rate = rate;
        this.columns = columns;
        this.turns = turns;
        int sum = 0;
        for (int[] row : columns) {
            sum += row.length;
        }
        edges = sum;
    }

    /// The code of a rate, made once.
    public static synchronized LdpcCode of(LdpcRate rate) {
        return CODES.computeIfAbsent(rate, LdpcCode::make);
    }

    public LdpcRate rate() {
        return rate;
    }

    int rows() {
        return columns.length;
    }

    int edges() {
        return edges;
    }

    /// The columns of row `row`; data columns come first, ascending.
    int[] columns(int row) {
        return columns[row];
    }

    /// How far each column of row `row` is turned: check i has bit `(i + turn) mod 128` of the column.
    int[] turns(int row) {
        return turns[row];
    }

    private static LdpcCode make(LdpcRate rate) {
        int rows = rate.parityColumns();
        int data = COLUMNS - rows;
        Draft draft = new Draft(rows, rate.ordinal());
        draft.put(0, data, FIRST_TURN);
        draft.put(rows / 2, data, 0);
        draft.put(rows - 1, data, FIRST_TURN);
        for (int i = 1; i < rows; i++) {
            draft.put(i - 1, data + i, 0);
            draft.put(i, data + i, 0);
        }
        for (int column = 0; column < data; column++) {
            draft.draw(column);
        }
        return draft.code(rate);
    }

    /// A code in the making.
    private static final class Draft {
        private final int rows;
        private final List<List<int[]>> entries = new ArrayList<>();
        private final boolean[][][] distances;
        private long state;

        Draft(int rows, int rate) {
            this.rows = rows;
            this.state = 0x5EED_0000L + rate;
            this.distances = new boolean[rows][rows][LIFT];
            for (int row = 0; row < rows; row++) {
                entries.add(new ArrayList<>());
            }
        }

        /// A fixed entry. The parity part has no two columns with two rows in common but the first with others.
        void put(int row, int column, int turn) {
            for (int other = 0; other < rows; other++) {
                for (int[] entry : entries.get(other)) {
                    if (entry[0] == column) {
                        take(other, entry[1], row, turn);
                    }
                }
            }
            entries.get(row).add(new int[] {column, turn});
        }

        private void take(int rowA, int turnA, int rowB, int turnB) {
            distances[rowA][rowB][turnA - turnB & LIFT - 1] = true;
            distances[rowB][rowA][turnB - turnA & LIFT - 1] = true;
        }

        /// Three rows, those with the fewest entries, ties drawn; three turns whose distances are all new.
        void draw(int column) {
            int[] chosen = new int[WEIGHT];
            int[] turn = new int[WEIGHT];
            boolean[] used = new boolean[rows];
            for (int i = 0; i < WEIGHT; i++) {
                chosen[i] = emptiest(used);
                used[chosen[i]] = true;
            }
            boolean clash = true;
            while (clash) {
                clash = false;
                for (int i = 0; i < WEIGHT; i++) {
                    turn[i] = (int) (next() >>> 57);
                    for (int j = 0; j < i; j++) {
                        clash |= distances[chosen[i]][chosen[j]][turn[i] - turn[j] & LIFT - 1];
                    }
                }
            }
            for (int i = 0; i < WEIGHT; i++) {
                put(chosen[i], column, turn[i]);
            }
        }

        private int emptiest(boolean[] used) {
            int best = -1;
            long bestRank = Long.MAX_VALUE;
            for (int row = 0; row < rows; row++) {
                long rank = ((long) entries.get(row).size() << 32) + (next() >>> 40);
                if (!used[row] && rank < bestRank) {
                    best = row;
                    bestRank = rank;
                }
            }
            return best;
        }

        /// SplitMix64.
        private long next() {
            state += 0x9E37_79B9_7F4A_7C15L;
            long z = state;
            z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
            z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
            return z ^ z >>> 31;
        }

        LdpcCode code(LdpcRate rate) {
            int[][] columns = new int[rows][];
            int[][] turns = new int[rows][];
            for (int row = 0; row < rows; row++) {
                List<int[]> sorted = new ArrayList<>(entries.get(row));
                sorted.sort((a, b) -> Integer.compare(a[0], b[0]));
                columns[row] = sorted.stream().mapToInt(e -> e[0]).toArray();
                turns[row] = sorted.stream().mapToInt(e -> e[1]).toArray();
            }
            return new LdpcCode(rate, columns, turns);
        }
    }
}
