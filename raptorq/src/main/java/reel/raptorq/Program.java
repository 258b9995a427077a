package reel.raptorq;

/// A solution as a list of symbol operations, for symbols of any size.
///
/// It works on rows: the L intermediate symbols, then scratch rows; and on the rows given, the data. `ops` is
/// a list of gathers `[target, data row or -1, n, row … row]`: the target becomes the exclusive or of those.
/// After the first part of them comes the HDPC pass, after the second the free columns (eight rows each, by
/// powers of two), then the rest.
///
/// @param ops gathers
/// @param denseAt where the second part of `ops` begins
/// @param restAt where the third begins
/// @param end of `ops`
/// @param hdpcRows for each column below K'+S-1 its two HDPC rows; empty if the HDPC pass is not needed
/// @param hdpcAt the first of the H rows that the HDPC pass writes
/// @param planesAt the first of the rows that free columns are made of
/// @param free the free columns
/// @param scratch rows after the intermediate ones
record Program(
        BlockCode code,
        int[] ops,
        int denseAt,
        int restAt,
        int end,
        int[] hdpcRows,
        int hdpcAt,
        int planesAt,
        int[] free,
        int scratch) {

    /// All rows it works on.
    int rows() {
        return code.columns + scratch;
    }

    /// Computes the intermediate symbols of one stripe.
    ///
    /// @param data rows of `stride` longs from `dataAt` on
    /// @param rows receives [#rows] of them from `rowsAt` on
    void run(Kernels kernels, long[] data, int dataAt, long[] rows, int rowsAt, int stride) {
        kernels.gather(ops, 0, denseAt, data, dataAt, rows, rowsAt, stride);
        if (hdpcRows.length > 0) {
            kernels.hdpc(rows, rowsAt, stride, code.symbols + code.ldpc, hdpcRows, rowsAt + hdpcAt * stride, code.hdpc);
        }
        kernels.gather(ops, denseAt, restAt, data, dataAt, rows, rowsAt, stride);
        for (int k = 0; k < free.length; k++) {
            kernels.horner(rows, rowsAt + (planesAt + 8 * k) * stride, rowsAt + free[k] * stride, stride);
        }
        kernels.gather(ops, restAt, end, data, dataAt, rows, rowsAt, stride);
    }

    long bytes() {
        return 4L * (ops.length + hdpcRows.length + free.length) + 128;
    }
}
