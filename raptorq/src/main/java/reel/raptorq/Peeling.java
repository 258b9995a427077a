package reel.raptorq;

import java.util.Arrays;

/// The first step of a solution: an order of rows in which each determines one more LT column from columns
/// before it.
///
/// Rows are never changed. A row with one column left determines it; where there is none, a column is set
/// aside as *inactive*, one of the largest component that rows with two columns left make, since that whole
/// component then follows. What remains is a dense system in the inactive columns only.
final class Peeling {
    /// The place of a column that is neither determined nor inactive yet.
    private static final int OPEN = Integer.MIN_VALUE;

    /// Determined columns in their order, and the rows that determine them.
    int pivots;
    int[] pivotColumn = {};
    int[] pivotRow = {};
    /// Inactive columns; the P permanently inactive ones come first.
    int inactive;
    int[] inactiveColumn = {};
    /// For each column its number among the pivots, or `~` its number among the inactive.
    int[] place = {};
    /// Rows that determine nothing.
    int residual;
    int[] residualRow = {};

    private int[] degree = {};
    private int[] columnSum = {};
    private int[] ready = {};
    private int readyCount;
    private int[] pairs = {};
    private int pairCount;
    private int[] parent = {};
    private int[] size = {};
    private int[] bucket = {};
    private int[] bucketNext = {};
    private int[] bucketRoot = {};
    private int bucketEntries;
    private int largest;

    void peel(BlockCode code, SparseRows rows) {
        prepare(code, rows);
        int open = code.lt;
        while (true) {
            while (readyCount > 0) {
                int r = ready[--readyCount];
                if (degree[r] == 1) {
                    int c = columnSum[r];
                    place[c] = pivots;
                    pivotColumn[pivots] = c;
                    pivotRow[pivots++] = r;
                    degree[r] = -1;
                    strike(rows, c);
                    open--;
                }
            }
            if (open == 0) {
                break;
            }
            joinPairs(rows);
            open -= setAside(code, rows);
        }
        residual = 0;
        for (int r = 0; r < rows.count; r++) {
            if (degree[r] >= 0) {
                residualRow[residual++] = r;
            }
        }
    }

    private void prepare(BlockCode code, SparseRows rows) {
        int columns = code.columns;
        pivots = 0;
        inactive = code.pi;
        pivotColumn = Arena.ints(pivotColumn, columns);
        pivotRow = Arena.ints(pivotRow, columns);
        inactiveColumn = Arena.ints(inactiveColumn, columns);
        place = Arena.ints(place, columns);
        parent = Arena.ints(parent, columns);
        size = Arena.ints(size, columns);
        bucket = Arena.ints(bucket, columns + 1);
        bucketNext = Arena.ints(bucketNext, columns);
        bucketRoot = Arena.ints(bucketRoot, columns);
        residualRow = Arena.ints(residualRow, rows.count);
        degree = Arena.ints(degree, rows.count);
        columnSum = Arena.ints(columnSum, rows.count);
        ready = Arena.ints(ready, rows.count);
        pairs = Arena.ints(pairs, rows.count);
        readyCount = 0;
        pairCount = 0;
        bucketEntries = 0;
        largest = 0;
        Arrays.fill(bucket, 0, columns + 1, -1);
        for (int c = 0; c < code.lt; c++) {
            place[c] = OPEN;
            parent[c] = c;
            size[c] = 1;
        }
        for (int i = 0; i < code.pi; i++) {
            inactiveColumn[i] = code.lt + i;
            place[code.lt + i] = ~i;
        }
        for (int r = 0; r < rows.count; r++) {
            int sum = 0;
            for (int i = rows.start[r]; i < rows.pi[r]; i++) {
                sum ^= rows.column[i];
            }
            columnSum[r] = sum;
            degree[r] = rows.pi[r] - rows.start[r];
            note(r);
        }
    }

    private void note(int r) {
        if (degree[r] == 1) {
            ready[readyCount++] = r;
        } else if (degree[r] == 2) {
            pairs[pairCount++] = r;
        }
    }

    /// Takes a column that is determined or inactive now out of the rows that hold it.
    private void strike(SparseRows rows, int c) {
        int end = rows.rowStart[c + 1];
        for (int i = rows.rowStart[c]; i < end; i++) {
            int r = rows.row[i];
            int left = degree[r] - 1;
            if (left >= 0) {
                degree[r] = left;
                columnSum[r] ^= c;
                if (left == 1) {
                    ready[readyCount++] = r;
                } else if (left == 2) {
                    pairs[pairCount++] = r;
                }
            }
        }
    }

    /// Unites the columns of rows that came to have two left. A component is used up whole, so none ever
    /// shrinks.
    private void joinPairs(SparseRows rows) {
        for (int p = 0; p < pairCount; p++) {
            int r = pairs[p];
            if (degree[r] == 2) {
                int i = rows.start[r];
                while (place[rows.column[i]] != OPEN) {
                    i++;
                }
                int one = root(rows.column[i]);
                int other = root(rows.column[i] ^ columnSum[r]);
                if (one != other) {
                    unite(one, other);
                }
            }
        }
        pairCount = 0;
    }

    private int root(int c) {
        int at = c;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private void unite(int one, int other) {
        int top = size[one] >= size[other] ? one : other;
        int below = top == one ? other : one;
        parent[below] = top;
        size[top] += size[below];
        bucketRoot[bucketEntries] = top;
        bucketNext[bucketEntries] = bucket[size[top]];
        bucket[size[top]] = bucketEntries++;
        largest = Math.max(largest, size[top]);
    }

    /// Makes columns inactive so that a row is left with one column.
    ///
    /// @return how many
    private int setAside(BlockCode code, SparseRows rows) {
        while (largest > 1) {
            int entry = bucket[largest];
            if (entry < 0) {
                largest--;
            } else {
                bucket[largest] = bucketNext[entry];
                int root = bucketRoot[entry];
                if (parent[root] == root && size[root] == largest && place[root] == OPEN) {
                    setAside(rows, root);
                    return 1;
                }
            }
        }
        int least = leastRow(rows);
        if (least < 0) {
            return setAsideAll(code, rows);
        }
        int done = 0;
        for (int i = rows.start[least]; degree[least] > 1; i++) {
            if (place[rows.column[i]] == OPEN) {
                setAside(rows, rows.column[i]);
                done++;
            }
        }
        return done;
    }

    /// No row holds an open column any more: they are all left to the dense system, which finds them lacking.
    private int setAsideAll(BlockCode code, SparseRows rows) {
        int done = 0;
        for (int c = 0; c < code.lt; c++) {
            if (place[c] == OPEN) {
                setAside(rows, c);
                done++;
            }
        }
        return done;
    }

    private void setAside(SparseRows rows, int c) {
        place[c] = ~inactive;
        inactiveColumn[inactive++] = c;
        strike(rows, c);
    }

    /// The row with the fewest columns left, at least three; -1 if there is none.
    private int leastRow(SparseRows rows) {
        int least = -1;
        for (int r = 0; r < rows.count; r++) {
            if (degree[r] > 2 && (least < 0 || degree[r] < degree[least])) {
                least = r;
            }
        }
        return least;
    }

    long bytes() {
        return 4L * (6L * pivotColumn.length + 5L * degree.length + 5L * parent.length);
    }
}
