package reel.raptorq;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The octets of all symbols a decoder has, stripe by stripe; [SymbolSlots] knows which symbol lies in which
/// row. Rows of padding symbols, K to K'-1, are zero.
final class SymbolStore implements StripeData {
    private Kernels kernels = Installed.scalar();
    private Stripes stripes = Stripes.of(BlockCode.SMALLEST, 1);
    private int rows;
    private long[] longs = {};

    /// The longs of a block of `extended` symbols.
    static long longs(Stripes stripes, int extended) {
        return stripes.total(extended + SymbolSlots.SPARE);
    }

    /// Complains if such a block takes more than one array can hold.
    static void checkSize(Stripes stripes, int extended) {
        MalformedInput.inRange(
                "symbolSize",
                longs(stripes, extended),
                1,
                Integer.MAX_VALUE - 64L,
                "the block is too large, use several blocks");
    }

    /// Makes room for a block that passed [#checkSize].
    void begin(int symbols, int extended, Stripes stripes, Kernels kernels) {
        this.stripes = stripes;
        this.kernels = kernels;
        rows = extended + SymbolSlots.SPARE;
        longs = Arena.longs(longs, (int) longs(stripes, extended));
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int at = ready(s);
            Arrays.fill(longs, at + symbols * stride, at + extended * stride, 0);
        }
    }

    /// Reads a symbol into row `row`.
    void load(int row, byte[] from, int at) {
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int rowAt = ready(s) + row * stride;
            int count = stripes.bytes(s);
            if (count < 8 * stride) {
                Arrays.fill(longs, rowAt, rowAt + stride, 0);
            }
            kernels.load(from, at + stripes.start(s), count, longs, rowAt);
        }
    }

    /// Reads `count` symbols that lie one behind the other in a buffer, from `at` on, into row `row` and those
    /// after it, or with `direction` -1 before it.
    void load(int row, int direction, int count, ByteBuffer from, int at) {
        int size = stripes.symbolSize();
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int rowAt = ready(s) + row * stride;
            int length = stripes.bytes(s);
            if (length < 8 * stride) {
                int first = direction < 0 ? rowAt - (count - 1) * stride : rowAt;
                Arrays.fill(longs, first, first + count * stride, 0);
            }
            kernels.load(from, at + stripes.start(s), size, count, length, longs, rowAt, direction * stride);
        }
    }

    /// Writes the symbols in row `row` and after it one behind the other.
    void write(int row, int count, ByteBuffer target, int to) {
        int size = stripes.symbolSize();
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int rowAt = ready(s) + row * stride;
            kernels.store(longs, rowAt, stride, count, target, to + stripes.start(s), size, stripes.bytes(s));
        }
    }

    /// Writes the symbol in row `row`.
    void write(int row, byte[] target, int at) {
        for (int s = 0; s < stripes.count(); s++) {
            kernels.store(longs, ready(s) + row * stripes.stride(s), target, at + stripes.start(s), stripes.bytes(s));
        }
    }

    /// Copies row `from` over row `to`.
    void move(int from, int to) {
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int at = ready(s);
            System.arraycopy(longs, at + from * stride, longs, at + to * stride, stride);
        }
    }

    @Override
    public int ready(int s) {
        return stripes.before(s, rows);
    }

    @Override
    public long[] rows() {
        return longs;
    }

    long bytes() {
        return 8L * longs.length;
    }
}
