package reel.raptorq;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The source symbols of a block, read from the bytes as the object holds them: sub-block after sub-block, in
/// each the parts of all symbols in a row. Holds the rows of one stripe at a time.
final class SourceRows implements StripeData {
    private Kernels kernels = Installed.scalar();
    private byte @Nullable [] array;
    private @Nullable ByteBuffer buffer;
    private int origin;
    private int length;
    private BlockShape shape = BlockShape.of(1, 1);
    private Stripes stripes = Stripes.of(BlockCode.SMALLEST, 1);
    private int extended;
    private long[] rows = {};
    private byte[] piece = {};

    void of(byte[] array, int at, int length) {
        this.array = array;
        buffer = null;
        origin = at;
        this.length = length;
    }

    void of(ByteBuffer buffer) {
        array = null;
        this.buffer = buffer;
        origin = buffer.position();
        length = buffer.remaining();
    }

    void begin(BlockShape shape, Stripes stripes, int extended, Kernels kernels) {
        this.kernels = kernels;
        this.shape = shape;
        this.stripes = stripes;
        this.extended = extended;
        if (piece.length < shape.symbolSize()) {
            piece = new byte[shape.symbolSize()];
        }
    }

    /// Copies bytes of the block; what lies behind its end is zero.
    private void copy(long from, int count, byte[] into, int at) {
        int there = (int) Math.clamp(length - from, 0, count);
        if (there > 0) {
            int start = origin + (int) from;
            if (array != null) {
                System.arraycopy(array, start, into, at, there);
            } else if (buffer != null) {
                buffer.get(start, into, at, there);
            }
        }
        Arrays.fill(into, at + there, at + count, (byte) 0);
    }

    /// Writes bytes `from .. to-1` of source symbol `symbol`.
    private void columns(int symbol, int from, int to, byte[] into, int at) {
        for (int column = from; column < to; ) {
            int part = shape.partAt(column);
            int end = Math.min(to, shape.partStart(part) + shape.partSize(part));
            copy(shape.offset(symbol, column), end - column, into, at + column - from);
            column = end;
        }
    }

    void symbol(int symbol, byte[] into, int at) {
        columns(symbol, 0, shape.symbolSize(), into, at);
    }

    @Override
    public int ready(int s) {
        int stride = stripes.stride(s);
        rows = Arena.longs(rows, Stripes.HEAD + extended * stripes.fullStride());
        int from = stripes.start(s);
        int count = stripes.bytes(s);
        int part = shape.partAt(from);
        boolean onePart = part == shape.partAt(from + count - 1);
        long first = shape.offset(0, from);
        int size = shape.partSize(part);
        boolean whole = (count + 7 >>> 3) == stride;
        for (int m = 0; m < shape.symbols(); m++) {
            int at = Stripes.HEAD + m * stride;
            if (!whole) {
                Arrays.fill(rows, at, at + stride, 0);
            }
            long offset = first + (long) m * size;
            if (onePart && array != null && offset + count <= length) {
                kernels.load(array, origin + (int) offset, count, rows, at);
            } else {
                columns(m, from, from + count, piece, 0);
                kernels.load(piece, 0, count, rows, at);
            }
        }
        Arrays.fill(rows, Stripes.HEAD + shape.symbols() * stride, Stripes.HEAD + extended * stride, 0);
        return Stripes.HEAD;
    }

    @Override
    public long[] rows() {
        return rows;
    }

    long bytes() {
        return 8L * rows.length + piece.length;
    }
}
