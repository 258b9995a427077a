package reel.raptorq;

/// A symbol cut into column ranges that are worked on one after the other, so that the rows of one fit into
/// the caches. All operations are octet-wise, so stripes do not know of each other.
///
/// @param symbolSize bytes of a symbol
/// @param width bytes of every stripe but the last
record Stripes(int symbolSize, int width) {
    /// Rows are a multiple of so many longs: one cache line, one vector of any machine.
    static final int ROW_LONGS = 8;

    /// Where the first row begins: an array's elements start 16 bytes into it, so six longs later a cache
    /// line starts, if the array itself lies on one, as large arrays do. Rows across lines cost a third of
    /// the speed.
    static final int HEAD = 6;

    /// The rows of source and intermediate symbols of a stripe should take about this much; beyond it, narrow
    /// stripes win.
    private static final int CACHE_BYTES = 3 << 20;

    /// What the widest kernels take at once.
    private static final int LEAST_BYTES = 512;

    private static final int MOST_BYTES = 2048;

    /// The stripes for blocks of `extended` symbols.
    static Stripes of(int extended, int symbolSize) {
        int fitting = CACHE_BYTES / (2 * extended) / LEAST_BYTES * LEAST_BYTES;
        return new Stripes(symbolSize, Math.clamp(fitting, LEAST_BYTES, MOST_BYTES));
    }

    int count() {
        return (symbolSize + width - 1) / width;
    }

    /// The first byte of stripe `s`.
    int start(int s) {
        return s * width;
    }

    /// The bytes of stripe `s`.
    int bytes(int s) {
        return Math.min(width, symbolSize - s * width);
    }

    /// The longs of a row of stripe `s`.
    int stride(int s) {
        return longs(bytes(s));
    }

    /// The longs of a row of the widest stripe.
    int fullStride() {
        return stride(0);
    }

    /// Longs before the rows of stripe `s` where `rows` rows of every stripe lie stripe by stripe.
    int before(int s, int rows) {
        return HEAD + s * rows * fullStride();
    }

    /// Longs of `rows` rows of all stripes.
    long total(long rows) {
        int last = count() - 1;
        return HEAD + rows * ((long) last * fullStride() + stride(last));
    }

    private static int longs(int bytes) {
        return (bytes + 8 * ROW_LONGS - 1) / (8 * ROW_LONGS) * ROW_LONGS;
    }
}
