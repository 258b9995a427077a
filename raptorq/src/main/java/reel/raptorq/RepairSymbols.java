package reel.raptorq;

import java.nio.ByteBuffer;

/// Repair symbols of one block: runs its plan over the data, stripe by stripe, and adds up intermediate symbols.
///
/// Either for a list of ids at once, which needs the intermediate symbols of one stripe only, or for one id
/// after the other, which keeps those of all stripes from the first on.
final class RepairSymbols {
    /// Symbols of a stripe that are written to a buffer at a time.
    static final int BATCH = 64;

    private final int[] columns = new int[Tuples.MOST];
    private Kernels kernels = Installed.scalar();
    private long[] rows = {};
    private long[] kept = {};
    private long[] sum = {};
    private boolean haveKept;

    /// Forgets the block before; the next one is worked on with `kernels`.
    void begin(Kernels kernels) {
        this.kernels = kernels;
        haveKept = false;
    }

    /// Writes symbol `esis[i]` to `at + i × step`, source or repair.
    void write(
            Program program,
            BlockShape shape,
            Stripes stripes,
            StripeData data,
            int[] esis,
            byte[] target,
            int at,
            int step) {
        if (haveKept || esis.length == 0) {
            for (int i = 0; i < esis.length; i++) {
                write(program, shape, stripes, data, esis[i], target, at + i * step);
            }
            return;
        }
        rows = Arena.longs(rows, Stripes.HEAD + program.rows() * stripes.fullStride());
        sum = Arena.longs(sum, stripes.fullStride());
        for (int s = 0; s < stripes.count(); s++) {
            int dataAt = data.ready(s);
            int stride = stripes.stride(s);
            program.run(kernels, data.rows(), dataAt, rows, Stripes.HEAD, stride);
            for (int i = 0; i < esis.length; i++) {
                int count = columns(program, shape, esis[i]);
                kernels.sum(columns, 0, count, rows, Stripes.HEAD, stride, sum, 0);
                kernels.store(sum, 0, target, at + i * step + stripes.start(s), stripes.bytes(s));
            }
        }
    }

    /// Writes repair symbols `first` to `first + count - 1` one behind the other to where the buffer stands.
    void write(
            Program program,
            BlockShape shape,
            Stripes stripes,
            StripeData data,
            int first,
            int count,
            ByteBuffer target) {
        if (!haveKept) {
            rows = Arena.longs(rows, Stripes.HEAD + program.rows() * stripes.fullStride());
        }
        sum = Arena.longs(sum, Math.min(BATCH, count) * stripes.fullStride());
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            long[] from = haveKept ? kept : rows;
            int fromAt = haveKept ? stripes.before(s, program.code().columns) : Stripes.HEAD;
            if (!haveKept) {
                int dataAt = data.ready(s);
                program.run(kernels, data.rows(), dataAt, rows, fromAt, stride);
            }
            for (int done = 0; done < count; done += BATCH) {
                int now = Math.min(BATCH, count - done);
                for (int i = 0; i < now; i++) {
                    int n = columns(program, shape, first + done + i);
                    kernels.sum(columns, 0, n, from, fromAt, stride, sum, i * stride);
                }
                int to = target.position() + done * shape.symbolSize() + stripes.start(s);
                kernels.store(sum, 0, stride, now, target, to, shape.symbolSize(), stripes.bytes(s));
            }
        }
    }

    /// Writes one symbol.
    void write(Program program, BlockShape shape, Stripes stripes, StripeData data, int esi, byte[] target, int at) {
        if (!haveKept) {
            keep(program, stripes, data);
        }
        int count = columns(program, shape, esi);
        sum = Arena.longs(sum, stripes.fullStride());
        for (int s = 0; s < stripes.count(); s++) {
            kernels.sum(columns, 0, count, kept, stripes.before(s, program.code().columns), stripes.stride(s), sum, 0);
            kernels.store(sum, 0, target, at + stripes.start(s), stripes.bytes(s));
        }
    }

    /// Scratch rows of a stripe lie where the next stripe's intermediate symbols will be.
    private void keep(Program program, Stripes stripes, StripeData data) {
        kept = Arena.longs(kept, Math.toIntExact(keptLongs(program, stripes)));
        for (int s = 0; s < stripes.count(); s++) {
            int dataAt = data.ready(s);
            program.run(
                    kernels, data.rows(), dataAt, kept, stripes.before(s, program.code().columns), stripes.stride(s));
        }
        haveKept = true;
    }

    static long keptLongs(Program program, Stripes stripes) {
        return stripes.total(program.code().columns) + (long) program.scratch() * stripes.fullStride();
    }

    private int columns(Program program, BlockShape shape, int esi) {
        BlockCode code = program.code();
        int isi = esi < shape.symbols() ? esi : esi + code.symbols - shape.symbols();
        return Tuples.columns(code, isi, columns, 0) >>> 16;
    }

    long bytes() {
        return 8L * (rows.length + kept.length + sum.length);
    }
}
