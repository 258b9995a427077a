package reel.backend.wire;

/// The CRC-32C of bytes that were summed in parts.
///
/// A part's sum is moved behind `n` further bytes by multiplying it with x^(8n) modulo the polynomial
/// (Adler's `crc32_combine`, with the reflected Castagnoli polynomial of RFC 3720 appendix B.4).
public final class Crc32cSum {
    private static final int POLYNOMIAL = 0x82F63B78;

    private Crc32cSum() {}

    /// @param first      of the first bytes
    /// @param second     of those behind them
    /// @param secondBytes how many those are
    public static int join(int first, int second, long secondBytes) {
        return multiply(powerOfX(secondBytes), first) ^ second;
    }

    /// x^(8 n), the most significant bit of an int being the coefficient of x^0.
    private static int powerOfX(long bytes) {
        int power = 1 << 31;
        // x^8 first, then its squares.
        int factor = 1 << 23;
        for (long n = bytes; n > 0; n >>>= 1) {
            if ((n & 1) != 0) {
                power = multiply(factor, power);
            }
            factor = multiply(factor, factor);
        }
        return power;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = 31; bit >= 0; bit--) {
            if ((a >>> bit & 1) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? shifted >>> 1 ^ POLYNOMIAL : shifted >>> 1;
        }
        return product;
    }
}
