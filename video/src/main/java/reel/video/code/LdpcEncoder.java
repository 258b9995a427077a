package reel.video.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Makes codewords: data bytes, then parity bytes. Bit j of a column is bit `j mod 8` of its byte `j / 8`.
/// One thread at a time.
public final class LdpcEncoder {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int COLUMN_BYTES = LdpcCode.LIFT / 8;

    private final LdpcCode code;
    private final long[] low;
    private final long[] high;

    public LdpcEncoder(LdpcCode code) {
        this.code = code;
        low = new long[code.rows()];
        high = new long[code.rows()];
    }

    /// Fills in the parity of `codeword[at ..]`, 1024 bytes whose first bytes are the data.
    public void encode(byte[] codeword, int at) {
        int rows = code.rows();
        int data = LdpcCode.COLUMNS - rows;
        long sumLow = 0;
        long sumHigh = 0;
        for (int row = 0; row < rows; row++) {
            addRow(row, data, codeword, at);
            sumLow ^= low[row];
            sumHigh ^= high[row];
        }
        // In the sum of all rows the staircase cancels, and of the first parity column one entry is left, not turned.
        int parity = at + data * COLUMN_BYTES;
        put(codeword, parity, sumLow, sumHigh);
        long turnedLow = sumLow >>> 1 | sumHigh << 63;
        long turnedHigh = sumHigh >>> 1 | sumLow << 63;
        long a = 0;
        long b = 0;
        for (int row = 0; row < rows - 1; row++) {
            a ^= low[row];
            b ^= high[row];
            if (row == 0) {
                a ^= turnedLow;
                b ^= turnedHigh;
            }
            if (row == rows / 2) {
                a ^= sumLow;
                b ^= sumHigh;
            }
            put(codeword, parity + (row + 1) * COLUMN_BYTES, a, b);
        }
    }

    private void addRow(int row, int data, byte[] codeword, int at) {
        int[] columns = code.columns(row);
        int[] turns = code.turns(row);
        long a = 0;
        long b = 0;
        for (int e = 0; e < columns.length && columns[e] < data; e++) {
            int from = at + columns[e] * COLUMN_BYTES;
            long x = (long) LONG.get(codeword, from);
            long y = (long) LONG.get(codeword, from + 8);
            int turn = turns[e];
            if (turn >= 64) {
                long swap = x;
                x = y;
                y = swap;
                turn -= 64;
            }
            // Shifting left by 63 and then 1 less makes a turn of zero no special case.
            a ^= x >>> turn | y << 1 << 63 - turn;
            b ^= y >>> turn | x << 1 << 63 - turn;
        }
        low[row] = a;
        high[row] = b;
    }

    private static void put(byte[] codeword, int at, long a, long b) {
        LONG.set(codeword, at, a);
        LONG.set(codeword, at + 8, b);
    }
}
