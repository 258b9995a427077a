package reel.video.h264;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Pictures in which each block of 4 × 4 luma pixels is flat 128, or that and one cosine; their chroma is neutral.
///
/// An IDR picture is flat. Every other one is predicted from it without motion, so that what it shows is one
/// coefficient a block, and refers to nothing else: any of them can be left out. HOT: a table's entry for each block.
/// One thread at a time.
public final class CosinePictures {
    /// What a block shows: `COSINE + 4 · vertical + horizontal` frequency, 16 more for its negative; or nothing.
    public static final byte NOTHING = 0;

    public static final byte COSINE = 1;
    /// The negative of the flat cosine.
    public static final byte FLAT_BELOW = COSINE + 16;

    /// Pictures from one flat one to the next, at most: their places in time are counted in sixteen bits.
    public static final int MOST_APART = 1 << 14;

    /// Bits of a macroblock, about.
    static final int USUAL_MB_BITS = 160;

    private static final int CODES = 33;
    private static final int MOST_MB_BYTES = 32;
    private static final int LENGTH_BYTES = 4;
    private static final int IDR = 0x65;
    private static final int PREDICTED = 0x01;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// Bits of a block, the number of bits in the lowest five.
    private static final int[] TABLE = codes();

    private final int columns;
    private final int rows;
    private final byte[] room;
    private int at;
    private long pending;
    private int bits;

    public CosinePictures(CosineFormat format) {
        columns = format.columns();
        rows = format.rows();
        room = new byte[mostBytes(format)];
    }

    /// No unit is longer, every second byte escaped.
    public static int mostBytes(CosineFormat format) {
        return format.columns() * format.rows() * MOST_MB_BYTES * 3 / 2 + 1024;
    }

    /// Whether a unit with its length is a flat picture.
    public static boolean isFlat(MemorySegment unit) {
        return unit.get(ValueLayout.JAVA_BYTE, LENGTH_BYTES) == IDR;
    }

    /// Blocks side by side, those of a picture's edge that are cut off too.
    public int blockColumns() {
        return 4 * columns;
    }

    public int blockRows() {
        return 4 * rows;
    }

    private static int[] codes() {
        int[] codes = new int[CODES];
        codes[NOTHING] = 1 << 5 | 1;
        for (int zeros = 0; zeros < CosineFormat.ZIGZAG.length; zeros++) {
            int cosine = COSINE + CosineFormat.ZIGZAG[zeros];
            codes[cosine] = code(0, zeros);
            codes[cosine + 16] = code(1, zeros);
        }
        return codes;
    }

    /// A block with one coefficient of one step (§9.2): that there is one, its sign, how many zeros stand before it.
    private static int code(int sign, int zeros) {
        int value = 0b010 | sign;
        // Table 9-7 for one coefficient: 1, 011, 010, 0011, 0010 … and at last nine bits once.
        int length = zeros == 0 ? 1 : zeros == 15 ? 9 : 3 + (zeros - 1) / 2;
        int code = zeros == 0 || zeros == 15 ? 1 : 3 - (zeros - 1) % 2;
        return (value << length | code) << 5 | 3 + length;
    }

    /// A flat picture, from which those after it are predicted.
    ///
    /// @return the unit with its length, valid until the next call
    public MemorySegment flat() {
        begin(IDR);
        number(0);
        number(7);
        number(0);
        put(0, 4);
        number(0);
        put(0, 16 + 2);
        number(0);
        number(1);
        for (int mb = 0; mb < columns * rows; mb++) {
            // I_16x16 with prediction of its mean, which is 128 where nothing else is, and no coefficients.
            put(0b00100_1_1_1, 8);
        }
        return end();
    }

    /// A picture.
    ///
    /// @param number of the picture since the last flat one, from 1 on
    /// @param blocks what each shows, line after line
    /// @return the unit with its length, valid until the next call
    public MemorySegment picture(int number, byte[] blocks) {
        begin(PREDICTED);
        number(0);
        number(5);
        number(0);
        put(1, 4);
        put(2 * number, 16);
        put(0, 2);
        number(0);
        number(1);
        int skipped = 0;
        int stride = blockColumns();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int from = 4 * (row * stride + column);
                int a = (int) FOUR.get(blocks, from);
                int b = (int) FOUR.get(blocks, from + stride);
                int c = (int) FOUR.get(blocks, from + 2 * stride);
                int d = (int) FOUR.get(blocks, from + 3 * stride);
                if ((a | b | c | d) == 0) {
                    skipped++;
                    continue;
                }
                // P_L0_16x16 without motion, with coefficients in all four quarters.
                number(skipped);
                put(0b1_1_1_0001100_1, 11);
                skipped = 0;
                two(a, b);
                two(a >>> 16, b >>> 16);
                two(c, d);
                two(c >>> 16, d >>> 16);
            }
        }
        if (skipped > 0) {
            number(skipped);
        }
        return end();
    }

    /// Two blocks of a line and the two below.
    private void two(int upper, int lower) {
        put(TABLE[upper & 0xFF]);
        put(TABLE[upper >>> 8 & 0xFF]);
        put(TABLE[lower & 0xFF]);
        put(TABLE[lower >>> 8 & 0xFF]);
    }

    private void put(int code) {
        put(code >>> 5, code & 31);
    }

    private void put(int value, int count) {
        pending = pending << count | value;
        bits += count;
        if (bits >= Integer.SIZE) {
            bits -= Integer.SIZE;
            INT.set(room, at, (int) (pending >>> bits));
            at += Integer.BYTES;
        }
    }

    /// Exp-Golomb.
    private void number(int value) {
        int length = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
        put(0, length - 1);
        put(value + 1, length);
    }

    private void begin(int header) {
        at = LENGTH_BYTES;
        pending = 0;
        bits = 0;
        put(header, 8);
    }

    private MemorySegment end() {
        put(1, 1);
        INT.set(room, at, (int) (pending << Integer.SIZE - bits));
        int end = at + (bits + 7) / 8;
        MemorySegment all = MemorySegment.ofArray(room);
        long escaped = Escapes.insert(all, LENGTH_BYTES + 1, end);
        INT.set(room, 0, (int) (escaped - LENGTH_BYTES));
        return all.asSlice(0, escaped);
    }
}
