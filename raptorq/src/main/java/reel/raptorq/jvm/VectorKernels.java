package reel.raptorq.jvm;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import reel.raptorq.Installed;
import reel.raptorq.Kernels;

/// Kernels on the widest vectors of the machine. Sums stay in registers: a target is written once however
/// many rows it is the sum of.
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final byte POLYNOMIAL = 0x1D;
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    @Override
    public String name() {
        return "vector" + S.vectorBitSize();
    }

    @Override
    public void gather(int[] ops, int from, int to, long[] data, int dataAt, long[] rows, int rowsAt, int stride) {
        if (stride == 8 * LANES) {
            gather8(ops, from, to, data, dataAt, rows, rowsAt);
            return;
        }
        int at = from;
        while (at < to) {
            int target = rowsAt + ops[at] * stride;
            int given = ops[at + 1];
            int first = at + 3;
            int end = first + ops[at + 2];
            if (given >= 0) {
                sum(ops, first, end, data, dataAt + given * stride, rows, rowsAt, stride, rows, target);
            } else if (first < end) {
                int source = rowsAt + ops[first] * stride;
                sum(ops, first + 1, end, rows, source, rows, rowsAt, stride, rows, target);
            } else {
                Arrays.fill(rows, target, target + stride, 0);
            }
            at = end;
        }
    }

    /// The same for rows of eight vectors, as most programs have them: no call and no other loop for each target.
    private static void gather8(int[] ops, int from, int to, long[] data, int dataAt, long[] rows, int rowsAt) {
        int at = from;
        while (at < to) {
            int target = rowsAt + ops[at] * 8 * LANES;
            int given = ops[at + 1];
            int next = at + 3;
            int end = next + ops[at + 2];
            at = end;
            if (given < 0 && next == end) {
                Arrays.fill(rows, target, target + 8 * LANES, 0);
                continue;
            }
            long[] source = given < 0 ? rows : data;
            int head = given < 0 ? rowsAt + ops[next++] * 8 * LANES : dataAt + given * 8 * LANES;
            LongVector a = LongVector.fromArray(S, source, head);
            LongVector b = LongVector.fromArray(S, source, head + LANES);
            LongVector c = LongVector.fromArray(S, source, head + 2 * LANES);
            LongVector d = LongVector.fromArray(S, source, head + 3 * LANES);
            LongVector e = LongVector.fromArray(S, source, head + 4 * LANES);
            LongVector f = LongVector.fromArray(S, source, head + 5 * LANES);
            LongVector g = LongVector.fromArray(S, source, head + 6 * LANES);
            LongVector h = LongVector.fromArray(S, source, head + 7 * LANES);
            for (; next < end; next++) {
                int row = rowsAt + ops[next] * 8 * LANES;
                a = a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row));
                b = b.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row + LANES));
                c = c.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row + 2 * LANES));
                d = d.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row + 3 * LANES));
                e = e.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row + 4 * LANES));
                f = f.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row + 5 * LANES));
                g = g.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row + 6 * LANES));
                h = h.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, row + 7 * LANES));
            }
            a.intoArray(rows, target);
            b.intoArray(rows, target + LANES);
            c.intoArray(rows, target + 2 * LANES);
            d.intoArray(rows, target + 3 * LANES);
            e.intoArray(rows, target + 4 * LANES);
            f.intoArray(rows, target + 5 * LANES);
            g.intoArray(rows, target + 6 * LANES);
            h.intoArray(rows, target + 7 * LANES);
        }
    }

    @Override
    public void sum(int[] ops, int from, int to, long[] rows, int rowsAt, int stride, long[] out, int outAt) {
        if (from == to) {
            Arrays.fill(out, outAt, outAt + stride, 0);
        } else {
            int source = rowsAt + ops[from] * stride;
            sum(ops, from + 1, to, rows, source, rows, rowsAt, stride, out, outAt);
        }
    }

    /// The row at `head` of `given` and the rows of `ops`, to `out`.
    private static void sum(
            int[] ops,
            int from,
            int to,
            long[] given,
            int head,
            long[] rows,
            int rowsAt,
            int stride,
            long[] out,
            int outAt) {
        int c = 0;
        for (; c + 8 * LANES <= stride; c += 8 * LANES) {
            sum8(ops, from, to, given, head + c, rows, rowsAt + c, stride, out, outAt + c);
        }
        for (; c + 4 * LANES <= stride; c += 4 * LANES) {
            sum4(ops, from, to, given, head + c, rows, rowsAt + c, stride, out, outAt + c);
        }
        for (; c + 2 * LANES <= stride; c += 2 * LANES) {
            sum2(ops, from, to, given, head + c, rows, rowsAt + c, stride, out, outAt + c);
        }
        for (; c < stride; c += LANES) {
            LongVector a = LongVector.fromArray(S, given, head + c);
            for (int i = from; i < to; i++) {
                a = a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, rowsAt + c + ops[i] * stride));
            }
            a.intoArray(out, outAt + c);
        }
    }

    private static void sum8(
            int[] ops,
            int from,
            int to,
            long[] given,
            int head,
            long[] rows,
            int rowsAt,
            int stride,
            long[] out,
            int outAt) {
        LongVector a = LongVector.fromArray(S, given, head);
        LongVector b = LongVector.fromArray(S, given, head + LANES);
        LongVector c = LongVector.fromArray(S, given, head + 2 * LANES);
        LongVector d = LongVector.fromArray(S, given, head + 3 * LANES);
        LongVector e = LongVector.fromArray(S, given, head + 4 * LANES);
        LongVector f = LongVector.fromArray(S, given, head + 5 * LANES);
        LongVector g = LongVector.fromArray(S, given, head + 6 * LANES);
        LongVector h = LongVector.fromArray(S, given, head + 7 * LANES);
        for (int i = from; i < to; i++) {
            int at = rowsAt + ops[i] * stride;
            a = a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at));
            b = b.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + LANES));
            c = c.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 2 * LANES));
            d = d.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 3 * LANES));
            e = e.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 4 * LANES));
            f = f.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 5 * LANES));
            g = g.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 6 * LANES));
            h = h.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 7 * LANES));
        }
        a.intoArray(out, outAt);
        b.intoArray(out, outAt + LANES);
        c.intoArray(out, outAt + 2 * LANES);
        d.intoArray(out, outAt + 3 * LANES);
        e.intoArray(out, outAt + 4 * LANES);
        f.intoArray(out, outAt + 5 * LANES);
        g.intoArray(out, outAt + 6 * LANES);
        h.intoArray(out, outAt + 7 * LANES);
    }

    private static void sum4(
            int[] ops,
            int from,
            int to,
            long[] given,
            int head,
            long[] rows,
            int rowsAt,
            int stride,
            long[] out,
            int outAt) {
        LongVector a = LongVector.fromArray(S, given, head);
        LongVector b = LongVector.fromArray(S, given, head + LANES);
        LongVector c = LongVector.fromArray(S, given, head + 2 * LANES);
        LongVector d = LongVector.fromArray(S, given, head + 3 * LANES);
        for (int i = from; i < to; i++) {
            int at = rowsAt + ops[i] * stride;
            a = a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at));
            b = b.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + LANES));
            c = c.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 2 * LANES));
            d = d.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + 3 * LANES));
        }
        a.intoArray(out, outAt);
        b.intoArray(out, outAt + LANES);
        c.intoArray(out, outAt + 2 * LANES);
        d.intoArray(out, outAt + 3 * LANES);
    }

    private static void sum2(
            int[] ops,
            int from,
            int to,
            long[] given,
            int head,
            long[] rows,
            int rowsAt,
            int stride,
            long[] out,
            int outAt) {
        LongVector a = LongVector.fromArray(S, given, head);
        LongVector b = LongVector.fromArray(S, given, head + LANES);
        for (int i = from; i < to; i++) {
            int at = rowsAt + ops[i] * stride;
            a = a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at));
            b = b.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, at + LANES));
        }
        a.intoArray(out, outAt);
        b.intoArray(out, outAt + LANES);
    }

    /// The running row lies behind the HDPC rows and not in registers: so every vector of a column is
    /// independent of the one before, and one small loop serves rows of any width.
    @Override
    public void hdpc(long[] rows, int rowsAt, int stride, int count, int[] hdpcRows, int outAt, int outCount) {
        int running = outAt + outCount * stride;
        Arrays.fill(rows, outAt, running + stride, 0);
        for (int j = 0; j < count - 1; j++) {
            int one = outAt + (hdpcRows[j] & 255) * stride;
            int two = outAt + (hdpcRows[j] >>> 8) * stride;
            hdpcColumn(rows, rowsAt + j * stride, running, one, two, stride);
        }
        hdpcLast(rows, rowsAt + (count - 1) * stride, running, outAt, outCount, stride);
    }

    /// Doubles the running row, adds the row at `from`, and adds the sum to the rows at `one` and `two`.
    private static void hdpcColumn(long[] rows, int from, int running, int one, int two, int stride) {
        for (int c = 0; c < stride; c += LANES) {
            LongVector a = twice(LongVector.fromArray(S, rows, running + c))
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, from + c));
            a.intoArray(rows, running + c);
            a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, one + c))
                    .intoArray(rows, one + c);
            a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, two + c))
                    .intoArray(rows, two + c);
        }
    }

    /// The last column goes into every HDPC row, doubled from one to the next.
    private static void hdpcLast(long[] rows, int from, int running, int outAt, int outCount, int stride) {
        for (int c = 0; c < stride; c += LANES) {
            LongVector a = twice(LongVector.fromArray(S, rows, running + c))
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, from + c));
            for (int h = 0, out = outAt + c; h < outCount; h++, out += stride) {
                a.lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, out))
                        .intoArray(rows, out);
                a = twice(a);
            }
        }
    }

    /// Doubles every octet: shifted by adding it to itself, and the polynomial where a bit fell out.
    private static LongVector twice(LongVector v) {
        ByteVector octets = v.reinterpretAsBytes();
        return octets.lanewise(VectorOperators.ADD, octets)
                .lanewise(VectorOperators.XOR, POLYNOMIAL, octets.lt((byte) 0))
                .reinterpretAsLongs();
    }

    @Override
    public void horner(long[] rows, int from, int at, int stride) {
        for (int c = 0; c < stride; c += LANES) {
            LongVector a = LongVector.fromArray(S, rows, from + 7 * stride + c);
            for (int b = 6; b >= 0; b--) {
                a = twice(a).lanewise(VectorOperators.XOR, LongVector.fromArray(S, rows, from + b * stride + c));
            }
            a.intoArray(rows, at + c);
        }
    }

    @Override
    public void load(byte[] source, int from, int length, long[] rows, int at) {
        int whole = LITTLE ? length / BYTES.length() * BYTES.length() : 0;
        for (int i = 0; i < whole; i += BYTES.length()) {
            ByteVector.fromArray(BYTES, source, from + i).reinterpretAsLongs().intoArray(rows, at + (i >> 3));
        }
        if (whole < length) {
            Installed.scalar().load(source, from + whole, length - whole, rows, at + (whole >> 3));
        }
    }

    @Override
    public void store(long[] rows, int at, byte[] target, int to, int length) {
        int whole = LITTLE ? length / BYTES.length() * BYTES.length() : 0;
        for (int i = 0; i < whole; i += BYTES.length()) {
            LongVector.fromArray(S, rows, at + (i >> 3)).reinterpretAsBytes().intoArray(target, to + i);
        }
        if (whole < length) {
            Installed.scalar().store(rows, at + (whole >> 3), target, to + whole, length - whole);
        }
    }

    @Override
    public void load(ByteBuffer source, int from, int step, int count, int length, long[] rows, int at, int rowStep) {
        if (length % BYTES.length() != 0 || !LITTLE) {
            Installed.scalar().load(source, from, step, count, length, rows, at, rowStep);
            return;
        }
        MemorySegment octets = MemorySegment.ofBuffer(source.duplicate().clear());
        for (int row = 0; row < count; row++) {
            loadRow(octets, from + (long) row * step, length, rows, at + row * rowStep);
        }
    }

    private static void loadRow(MemorySegment octets, long from, int length, long[] rows, int at) {
        for (int i = 0; i < length; i += BYTES.length()) {
            LongVector.fromMemorySegment(S, octets, from + i, ByteOrder.LITTLE_ENDIAN)
                    .intoArray(rows, at + (i >> 3));
        }
    }

    @Override
    public void store(long[] rows, int at, int rowStep, int count, ByteBuffer target, int to, int step, int length) {
        if (length % BYTES.length() != 0 || !LITTLE) {
            Installed.scalar().store(rows, at, rowStep, count, target, to, step, length);
            return;
        }
        MemorySegment octets = MemorySegment.ofBuffer(target.duplicate().clear());
        for (int row = 0; row < count; row++) {
            storeRow(rows, at + row * rowStep, octets, to + (long) row * step, length);
        }
    }

    private static void storeRow(long[] rows, int at, MemorySegment octets, long to, int length) {
        for (int i = 0; i < length; i += BYTES.length()) {
            LongVector.fromArray(S, rows, at + (i >> 3)).intoMemorySegment(octets, to + i, ByteOrder.LITTLE_ENDIAN);
        }
    }
}
