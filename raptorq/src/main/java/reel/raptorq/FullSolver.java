package reel.raptorq;

import org.jspecify.annotations.Nullable;

/// Solves the constraint system of exactly the symbols here for the intermediate symbols.
final class FullSolver implements Solver {
    private final PlanBuilder builder = new PlanBuilder();
    private @Nullable Program program;
    private int[] isis = {};
    private int[] dataRows = {};
    private int[] columns = {};
    private long[] rows = {};

    @Override
    public int prepare(Received received) {
        program = null;
        int count = list(received);
        program = builder.solve(BlockCode.of(received.extended()), isis, dataRows, count);
        return program == null ? builder.lacking() : 0;
    }

    /// The internal ids and rows of the symbols here and of the padding.
    private int list(Received received) {
        SymbolSlots slots = received.slots();
        int symbols = received.shape().symbols();
        int most = received.extended() + SymbolSlots.SPARE;
        isis = Arena.ints(isis, most);
        dataRows = Arena.ints(dataRows, most);
        int count = 0;
        for (int i = 0; i < received.extended(); i++) {
            boolean padding = i >= symbols;
            if (padding || slots.has(i)) {
                isis[count] = i;
                dataRows[count++] = padding ? -1 : i;
            }
        }
        for (int n = 0; n < slots.repairs(); n++) {
            isis[count] = received.isi(n);
            dataRows[count++] = slots.repairRow(n);
        }
        return count;
    }

    @Override
    public void run(Received received) {
        Program solution = program;
        if (solution == null) {
            throw new IllegalStateException("prepare found no solution");
        }
        Stripes stripes = received.stripes();
        Kernels kernels = received.kernels();
        int[] missing = received.slots().missing();
        columns = Arena.ints(columns, Tuples.MOST);
        rows = Arena.longs(rows, Stripes.HEAD + solution.rows() * stripes.fullStride());
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int at = received.store().ready(s);
            long[] data = received.store().rows();
            solution.run(kernels, data, at, rows, Stripes.HEAD, stride);
            for (int symbol : missing) {
                int count = Tuples.columns(solution.code(), symbol, columns, 0) >>> 16;
                kernels.sum(columns, 0, count, rows, Stripes.HEAD, stride, data, at + symbol * stride);
            }
        }
        program = null;
    }

    @Override
    public long bytes() {
        Program solution = program;
        return builder.bytes()
                + 8L * rows.length
                + 4L * (isis.length + dataRows.length + columns.length)
                + (solution == null ? 0 : solution.bytes());
    }
}
