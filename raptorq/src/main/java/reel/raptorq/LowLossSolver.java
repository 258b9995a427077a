package reel.raptorq;

import java.util.Arrays;

/// Solves for few missing source symbols directly, with the encoding plan that is there already.
///
/// The plan is linear: with the missing symbols taken as zero, a repair symbol comes out wrong by a sum of
/// the missing symbols with octet coefficients. The plan run on unit vectors gives the coefficients; as many
/// of those differences as symbols are missing, and the inverse of a small matrix, give the symbols.
final class LowLossSolver implements Solver {
    /// HDPC rows of the smaller codes.
    private static final int LEAST_HDPC = 10;

    private final PlanCache plans;
    private final OpList list = new OpList();
    private final TableSums tables = new TableSums(list);
    private final int[] columns = new int[Tuples.MOST];
    private int[] missing = {};
    private byte[][] matrix = {};
    private int[] chosenRepairs = {};
    private long[] chosen = {};
    private int[] targetRows = {};
    private long[] units = {};
    private long[] sum = {};
    private long[] rows = {};

    LowLossSolver(PlanCache plans) {
        this.plans = plans;
    }

    /// Whether it is expected to be faster than a plan of its own for these symbols: nanoseconds for a small
    /// matrix and its application, against those for making a plan and adding up the missing symbols.
    ///
    /// @param spare symbols here above K; with as many as there are HDPC rows, those are not needed and plans
    ///     are cheap
    static boolean worth(BlockShape shape, int missing, int spare) {
        long size = shape.symbolSize();
        long plan = (spare < LEAST_HDPC ? 250L : 100L) * shape.symbols();
        return (long) missing * missing * (2L * missing / 5 + size / 55 + 1) < plan + missing * size / 14;
    }

    /// The most missing symbols for which it is [#worth] trying.
    static int most(BlockShape shape) {
        int most = 0;
        while (most < shape.symbols() && worth(shape, most + 1, 0)) {
            most++;
        }
        return most;
    }

    /// Rows that it needs beside those of the encoding program, at most.
    static long rows(long programRows, int missing) {
        return Math.max(programRows, 9L * missing + TableSums.ROWS) + missing;
    }

    @Override
    public int prepare(Received received) {
        Program program = plans.plan(received.shape().symbols()).program();
        missing = received.slots().missing();
        coefficients(received, program);
        int repairs = received.slots().repairs();
        chosenRepairs = Arena.ints(chosenRepairs, repairs);
        int lacking = OctetMatrix.invert(matrix, repairs, missing.length, chosenRepairs);
        if (lacking == 0) {
            write(received, program);
        }
        return lacking;
    }

    /// Row n of the matrix: what each missing symbol adds to repair symbol n.
    private void coefficients(Received received, Program program) {
        int m = missing.length;
        int stride = (m + 63 >>> 6) * Stripes.ROW_LONGS;
        int repairs = received.slots().repairs();
        Kernels kernels = received.kernels();
        units = Arena.longs(units, Stripes.HEAD + received.extended() * stride);
        Arrays.fill(units, 0, Stripes.HEAD + received.extended() * stride, 0);
        for (int i = 0; i < m; i++) {
            units[Stripes.HEAD + missing[i] * stride + (i >>> 3)] = 1L << 8 * (i & 7);
        }
        rows = Arena.longs(rows, Stripes.HEAD + program.rows() * stride);
        sum = Arena.longs(sum, stride);
        program.run(kernels, units, Stripes.HEAD, rows, Stripes.HEAD, stride);
        if (matrix.length < repairs || matrix[0].length < m) {
            matrix = new byte[repairs + (repairs >> 3)][m + (m >> 3)];
        }
        for (int n = 0; n < repairs; n++) {
            int count = Tuples.columns(program.code(), received.isi(n), columns, 0) >>> 16;
            kernels.sum(columns, 0, count, rows, Stripes.HEAD, stride, sum, 0);
            kernels.store(sum, 0, matrix[n], 0, m);
        }
    }

    /// The operations after the plan: first the differences, from row `differencesAt` on, then eight planes
    /// of every missing symbol, which lie where intermediate symbols were.
    private void write(Received received, Program program) {
        int m = missing.length;
        int differencesAt = differencesAt(program);
        list.clear();
        for (int k = 0; k < m; k++) {
            int count = Tuples.columns(program.code(), received.isi(chosenRepairs[k]), columns, 0) >>> 16;
            list.head(differencesAt + k, -1, 1 + count);
            list.row(differencesAt + k);
            for (int i = 0; i < count; i++) {
                list.row(columns[i]);
            }
        }
        int words = m + 63 >>> 6;
        chosen = Arena.longs(chosen, 8 * m * words);
        Arrays.fill(chosen, 0, 8 * m * words, 0);
        targetRows = Arena.ints(targetRows, 8 * m);
        for (int i = 0; i < m; i++) {
            for (int b = 0; b < 8; b++) {
                int target = 8 * i + b;
                targetRows[target] = target;
                for (int k = 0; k < m; k++) {
                    chosen[target * words + (k >>> 6)] |= (long) (matrix[i][k] >>> b & 1) << k;
                }
            }
        }
        tables.write(chosen, words, m, differencesAt, targetRows, 8 * m, 9 * m);
    }

    private int differencesAt(Program program) {
        return Math.max(program.rows(), 9 * missing.length + TableSums.ROWS);
    }

    @Override
    public void run(Received received) {
        Program program = plans.plan(received.shape().symbols()).program();
        Stripes stripes = received.stripes();
        Kernels kernels = received.kernels();
        int m = missing.length;
        int first = differencesAt(program);
        rows = Arena.longs(rows, Stripes.HEAD + (first + m) * stripes.fullStride());
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int at = received.store().ready(s);
            long[] data = received.store().rows();
            for (int k = 0; k < m; k++) {
                int from = at + received.slots().repairRow(chosenRepairs[k]) * stride;
                System.arraycopy(data, from, rows, Stripes.HEAD + (first + k) * stride, stride);
            }
            for (int symbol : missing) {
                Arrays.fill(data, at + symbol * stride, at + (symbol + 1) * stride, 0);
            }
            program.run(kernels, data, at, rows, Stripes.HEAD, stride);
            kernels.gather(list.ops, 0, list.at, data, at, rows, Stripes.HEAD, stride);
            for (int i = 0; i < m; i++) {
                int made = Stripes.HEAD + (8 * m + i) * stride;
                kernels.horner(rows, Stripes.HEAD + 8 * i * stride, made, stride);
                System.arraycopy(rows, made, data, at + missing[i] * stride, stride);
            }
        }
    }

    @Override
    public long bytes() {
        long small = matrix.length == 0 ? 0 : (long) matrix.length * (matrix[0].length + 16);
        return 8L * (units.length + rows.length + sum.length + chosen.length)
                + 4L * (targetRows.length + chosenRepairs.length + missing.length)
                + small
                + list.bytes()
                + tables.bytes();
    }
}
