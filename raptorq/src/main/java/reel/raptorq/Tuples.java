package reel.raptorq;

/// The pseudo-random structure of the code (RFC 6330 §5.3.5): which intermediate symbols make up an encoding
/// symbol.
final class Tuples {
    /// The most columns of a symbol: degree 30 and three PI columns.
    static final int MOST = 33;

    private static final int[] V0 = numbers(RandomText.V0);
    private static final int[] V1 = numbers(RandomText.V1);
    private static final int[] V2 = numbers(RandomText.V2);
    private static final int[] V3 = numbers(RandomText.V3);

    /// f of §5.3.5.2: a number below entry d (and not below entry d-1) means degree d.
    private static final int[] DEGREES = {
        0, 5243, 529531, 704294, 791675, 844104, 879057, 904023, 922747, 937311, 948962, 958494, 966438, 973160, 978921,
        983914, 988283, 992138, 995565, 998631, 1001391, 1003887, 1006157, 1008229, 1010129, 1011876, 1013490, 1014983,
        1016370, 1017662, 1048576
    };

    private Tuples() {}

    private static int[] numbers(String text) {
        int[] numbers = new int[text.length() / 8];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseUnsignedInt(text.substring(8 * i, 8 * i + 8), 16);
        }
        return numbers;
    }

    /// Rand(y, i, m); `y` is unsigned.
    static int random(int y, int i, int m) {
        int mixed = V0[y + i & 255] ^ V1[(y >>> 8) + i & 255] ^ V2[(y >>> 16) + i & 255] ^ V3[(y >>> 24) + i & 255];
        return (int) ((mixed & 0xFFFF_FFFFL) % m);
    }

    /// Deg(v) for `v` below 2^20.
    static int degree(int v, int lt) {
        int d = 1;
        while (v >= DEGREES[d]) {
            d++;
        }
        return Math.min(d, lt - 2);
    }

    /// Writes the columns of internal symbol `isi` to `into` from `at` on, LT columns first, none of them twice.
    ///
    /// @return the number of LT columns in the low 16 bits, of all columns above them
    static int columns(BlockCode code, int isi, int[] into, int at) {
        int a = 53591 + code.systematic * 997;
        a += 1 - (a & 1);
        int y = 10267 * (code.systematic + 1) + isi * a;
        int d = degree(random(y, 0, 1 << 20), code.lt);
        int step = 1 + random(y, 1, code.lt - 1);
        int column = random(y, 2, code.lt);
        int piCount = d < 4 ? 2 + random(isi, 3, 2) : 2;
        int piStep = 1 + random(isi, 4, code.piPrime - 1);
        int pi = random(isi, 5, code.piPrime);
        int end = at;
        into[end++] = column;
        for (int i = 1; i < d; i++) {
            column += step;
            if (column >= code.lt) {
                column -= code.lt;
            }
            into[end++] = column;
        }
        for (int i = 0; i < piCount; i++) {
            while (pi >= code.pi) {
                pi = (pi + piStep) % code.piPrime;
            }
            into[end++] = code.lt + pi;
            pi = (pi + piStep) % code.piPrime;
        }
        return d | end - at << 16;
    }

    /// The two HDPC rows that hold a one of MT in column `j`, below K'+S-1 (§5.3.3.3): the first in the low 8
    /// bits, the second above them.
    static int hdpcRows(BlockCode code, int j) {
        int first = random(j + 1, 6, code.hdpc);
        int second = (first + random(j + 1, 7, code.hdpc - 1) + 1) % code.hdpc;
        return first | second << 8;
    }
}
