package reel.raptorq;

/// Arithmetic of GF(256) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (RFC 6330 §5.7): addition is exclusive
/// or.
final class Octets {
    /// The polynomial without its x^8: what doubling adds when a bit falls out.
    static final int POLYNOMIAL = 0x1D;

    /// Powers of two, twice, so that a sum of two logarithms needs no reduction.
    private static final byte[] EXP = new byte[510];

    private static final int[] LOG = new int[256];

    static {
        int power = 1;
        for (int i = 0; i < 255; i++) {
            EXP[i] = (byte) power;
            EXP[i + 255] = (byte) power;
            LOG[power] = i;
            power = twice(power);
        }
    }

    /// Row f: the products of f and every octet.
    private static final byte[][] PRODUCTS = new byte[256][256];

    static {
        for (int a = 1; a < 256; a++) {
            for (int b = 1; b < 256; b++) {
                PRODUCTS[a][b] = EXP[LOG[a] + LOG[b]];
            }
        }
    }

    private Octets() {}

    static int twice(int octet) {
        return (octet << 1 ^ (octet >>> 7) * POLYNOMIAL) & 255;
    }

    static int power(int exponent) {
        return EXP[exponent % 255] & 255;
    }

    static int product(int a, int b) {
        return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]] & 255;
    }

    /// `row[i] = factor · row[i]` for `i` below `count`.
    static void scale(byte[] row, int factor, int count) {
        byte[] products = PRODUCTS[factor];
        for (int i = 0; i < count; i++) {
            row[i] = products[row[i] & 255];
        }
    }

    /// Adds `factor · from[i]` to `into[i]` for `i` below `count`.
    static void addProduct(byte[] from, int factor, byte[] into, int count) {
        byte[] products = PRODUCTS[factor];
        for (int i = 0; i < count; i++) {
            into[i] ^= products[from[i] & 255];
        }
    }

    /// The inverse of an octet that is not 0.
    static int inverse(int octet) {
        return EXP[255 - LOG[octet]] & 255;
    }
}
