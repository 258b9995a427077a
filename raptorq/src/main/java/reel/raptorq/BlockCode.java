package reel.raptorq;

import java.util.Arrays;

/// The code for blocks of K' symbols: the numbers of RFC 6330 §5.3.3.3 and §5.6.
///
/// The L intermediate symbols are columns of the constraint matrix: `0..W-1` are LT columns, of which the
/// last S (`B..W-1`) are LDPC symbols; `W..L-1` are the P permanently inactive (PI) columns, of which the
/// last H are HDPC symbols.
final class BlockCode {
    /// The smallest and the largest K'.
    static final int SMALLEST = 10;

    private static final int DIGITS = 16;
    private static final int COUNT = SizeText.ROWS.length() / DIGITS;
    private static final int[] SIZES = new int[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            SIZES[i] = digits(i, 0, 4);
        }
    }

    /// K', symbols of the extended block.
    final int symbols;
    /// J(K'), the systematic index.
    final int systematic;
    /// S, LDPC symbols.
    final int ldpc;
    /// H, HDPC symbols.
    final int hdpc;
    /// W, LT columns.
    final int lt;
    /// L, intermediate symbols.
    final int columns;
    /// P, PI columns.
    final int pi;
    /// P1, the least prime that is at least P.
    final int piPrime;
    /// B, LT columns that are not LDPC symbols.
    final int plain;

    private BlockCode(int row) {
        symbols = SIZES[row];
        systematic = digits(row, 4, 3);
        ldpc = digits(row, 7, 3);
        hdpc = digits(row, 10, 2);
        lt = digits(row, 12, 4);
        columns = symbols + ldpc + hdpc;
        pi = columns - lt;
        int prime = pi;
        while (!isPrime(prime)) {
            prime++;
        }
        piPrime = prime;
        plain = lt - ldpc;
    }

    private static int digits(int row, int at, int count) {
        int start = row * DIGITS + at;
        return Integer.parseInt(SizeText.ROWS.substring(start, start + count), 16);
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    /// The code for a block of `symbols` source symbols, `1..56403`: that of the least K' not below.
    static BlockCode of(int symbols) {
        int found = Arrays.binarySearch(SIZES, symbols);
        return new BlockCode(found < 0 ? -found - 1 : found);
    }

    /// The least K' that is not below `symbols`.
    static int extended(int symbols) {
        int found = Arrays.binarySearch(SIZES, symbols);
        return SIZES[found < 0 ? -found - 1 : found];
    }

    /// Whether there is a code of exactly this K'.
    static boolean exists(int extended) {
        return Arrays.binarySearch(SIZES, extended) >= 0;
    }

    /// The largest K' that is at most `bound`; 0 if there is none.
    static int largestWithin(long bound) {
        int found = Arrays.binarySearch(SIZES, (int) Math.min(bound, BlockShape.MAX_SYMBOLS));
        int row = found < 0 ? -found - 2 : found;
        return row < 0 ? 0 : SIZES[row];
    }
}
