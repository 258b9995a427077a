package reel.raptorq;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The readable twin of the vector kernels: plain loops over longs, octet 0 in the low bits.
final class ScalarKernels implements Kernels {
    static final ScalarKernels INSTANCE = new ScalarKernels();

    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private ScalarKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void gather(int[] ops, int from, int to, long[] data, int dataAt, long[] rows, int rowsAt, int stride) {
        int at = from;
        while (at < to) {
            int target = rowsAt + ops[at] * stride;
            int given = ops[at + 1];
            int end = at + 3 + ops[at + 2];
            at += 3;
            if (given >= 0) {
                int source = dataAt + given * stride;
                if (at < end) {
                    int first = rowsAt + ops[at++] * stride;
                    for (int i = 0; i < stride; i++) {
                        rows[target + i] = data[source + i] ^ rows[first + i];
                    }
                } else {
                    System.arraycopy(data, source, rows, target, stride);
                }
            } else if (at < end) {
                System.arraycopy(rows, rowsAt + ops[at++] * stride, rows, target, stride);
            } else {
                Arrays.fill(rows, target, target + stride, 0);
            }
            add(ops, at, end, rows, rowsAt, stride, rows, target);
            at = end;
        }
    }

    @Override
    public void sum(int[] ops, int from, int to, long[] rows, int rowsAt, int stride, long[] out, int outAt) {
        Arrays.fill(out, outAt, outAt + stride, 0);
        add(ops, from, to, rows, rowsAt, stride, out, outAt);
    }

    /// Adds rows to the target, four at a time so that it is read and written less.
    private static void add(int[] ops, int from, int to, long[] rows, int rowsAt, int stride, long[] out, int target) {
        int at = from;
        for (; at + 4 <= to; at += 4) {
            int a = rowsAt + ops[at] * stride;
            int b = rowsAt + ops[at + 1] * stride;
            int c = rowsAt + ops[at + 2] * stride;
            int d = rowsAt + ops[at + 3] * stride;
            for (int i = 0; i < stride; i++) {
                out[target + i] ^= rows[a + i] ^ rows[b + i] ^ rows[c + i] ^ rows[d + i];
            }
        }
        for (; at < to; at++) {
            int a = rowsAt + ops[at] * stride;
            for (int i = 0; i < stride; i++) {
                out[target + i] ^= rows[a + i];
            }
        }
    }

    @Override
    public void hdpc(long[] rows, int rowsAt, int stride, int count, int[] hdpcRows, int outAt, int outCount) {
        int running = outAt + outCount * stride;
        Arrays.fill(rows, outAt, running + stride, 0);
        for (int j = 0; j < count - 1; j++) {
            int from = rowsAt + j * stride;
            int one = outAt + (hdpcRows[j] & 255) * stride;
            int two = outAt + (hdpcRows[j] >>> 8) * stride;
            for (int i = 0; i < stride; i++) {
                long sum = twice(rows[running + i]) ^ rows[from + i];
                rows[running + i] = sum;
                rows[one + i] ^= sum;
                rows[two + i] ^= sum;
            }
        }
        int last = rowsAt + (count - 1) * stride;
        for (int i = 0; i < stride; i++) {
            long sum = twice(rows[running + i]) ^ rows[last + i];
            for (int h = 0, out = outAt + i; h < outCount; h++, out += stride) {
                rows[out] ^= sum;
                sum = twice(sum);
            }
        }
    }

    @Override
    public void horner(long[] rows, int from, int at, int stride) {
        for (int i = 0; i < stride; i++) {
            long sum = 0;
            for (int b = 7; b >= 0; b--) {
                sum = twice(sum) ^ rows[from + b * stride + i];
            }
            rows[at + i] = sum;
        }
    }

    /// Doubles eight octets.
    static long twice(long octets) {
        long high = octets >>> 7 & LOW_BITS;
        return (octets & ~(LOW_BITS << 7)) << 1 ^ high ^ high << 2 ^ high << 3 ^ high << 4;
    }

    @Override
    public void load(byte[] source, int from, int length, long[] rows, int at) {
        int whole = length >>> 3;
        for (int i = 0; i < whole; i++) {
            int s = from + 8 * i;
            rows[at + i] = source[s] & 255L
                    | (source[s + 1] & 255L) << 8
                    | (source[s + 2] & 255L) << 16
                    | (source[s + 3] & 255L) << 24
                    | (source[s + 4] & 255L) << 32
                    | (source[s + 5] & 255L) << 40
                    | (source[s + 6] & 255L) << 48
                    | (source[s + 7] & 255L) << 56;
        }
        loadTail(source, from, length, rows, at);
    }

    /// The octets after the last whole long.
    static void loadTail(byte[] source, int from, int length, long[] rows, int at) {
        int whole = length >>> 3;
        if ((length & 7) != 0) {
            long last = 0;
            for (int i = length - 1; i >= 8 * whole; i--) {
                last = last << 8 | source[from + i] & 255;
            }
            rows[at + whole] = last;
        }
    }

    @Override
    public void store(long[] rows, int at, byte[] target, int to, int length) {
        int whole = length >>> 3;
        for (int i = 0; i < whole; i++) {
            long octets = rows[at + i];
            int t = to + 8 * i;
            target[t] = (byte) octets;
            target[t + 1] = (byte) (octets >>> 8);
            target[t + 2] = (byte) (octets >>> 16);
            target[t + 3] = (byte) (octets >>> 24);
            target[t + 4] = (byte) (octets >>> 32);
            target[t + 5] = (byte) (octets >>> 40);
            target[t + 6] = (byte) (octets >>> 48);
            target[t + 7] = (byte) (octets >>> 56);
        }
        storeTail(rows, at, target, to, length);
    }

    @Override
    public void load(ByteBuffer source, int from, int step, int count, int length, long[] rows, int at, int rowStep) {
        ByteBuffer octets = source.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < count; row++) {
            loadRow(octets, from + row * step, length, rows, at + row * rowStep);
        }
    }

    private static void loadRow(ByteBuffer octets, int from, int length, long[] rows, int at) {
        int whole = length >>> 3;
        for (int i = 0; i < whole; i++) {
            rows[at + i] = octets.getLong(from + 8 * i);
        }
        if ((length & 7) != 0) {
            long last = 0;
            for (int i = length - 1; i >= 8 * whole; i--) {
                last = last << 8 | octets.get(from + i) & 255;
            }
            rows[at + whole] = last;
        }
    }

    @Override
    public void store(long[] rows, int at, int rowStep, int count, ByteBuffer target, int to, int step, int length) {
        ByteBuffer octets = target.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < count; row++) {
            storeRow(rows, at + row * rowStep, octets, to + row * step, length);
        }
    }

    private static void storeRow(long[] rows, int at, ByteBuffer octets, int to, int length) {
        int whole = length >>> 3;
        for (int i = 0; i < whole; i++) {
            octets.putLong(to + 8 * i, rows[at + i]);
        }
        for (int i = 8 * whole; i < length; i++) {
            octets.put(to + i, (byte) (rows[at + whole] >>> 8 * (i & 7)));
        }
    }

    static void storeTail(long[] rows, int at, byte[] target, int to, int length) {
        for (int i = length & ~7; i < length; i++) {
            target[to + i] = (byte) (rows[at + (i >>> 3)] >>> 8 * (i & 7));
        }
    }
}
