package reel.video.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The bits that likelihoods speak for, each for itself: whether they are a codeword as they are, which they nearly
/// always are where nothing was disturbed. A column is two longs, so all 128 checks of a row are done at once.
final class HardBits {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = Long.SIZE;

    private final LdpcCode code;
    private final long[] words = new long[LdpcCode.BITS / WORD];

    HardBits(LdpcCode code) {
        this.code = code;
    }

    /// @return whether all checks are even
    boolean take(byte[] likelihoods, int at) {
        for (int word = 0; word < words.length; word++) {
            long bits = 0;
            for (int i = 0; i < WORD; i += 8) {
                bits |= signs((long) LONG.get(likelihoods, at + word * WORD + i)) << i;
            }
            words[word] = bits;
        }
        for (int row = 0; row < code.rows(); row++) {
            if (odd(code.columns(row), code.turns(row))) {
                return false;
            }
        }
        return true;
    }

    /// The signs of eight bytes as eight bits: the product moves byte i's to bit 56 + i, and no two to one place.
    private static long signs(long bytes) {
        return ((bytes >>> 7 & 0x0101_0101_0101_0101L) * 0x0102_0408_1020_4080L) >>> 56;
    }

    private boolean odd(int[] columns, int[] turns) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < columns.length; i++) {
            boolean swapped = turns[i] >= WORD;
            long a = words[2 * columns[i] + (swapped ? 1 : 0)];
            long b = words[2 * columns[i] + (swapped ? 0 : 1)];
            int turn = turns[i] & WORD - 1;
            // A shift by 64 is none, so it is done in two.
            low ^= a >>> turn | b << 1 << WORD - 1 - turn;
            high ^= b >>> turn | a << 1 << WORD - 1 - turn;
        }
        return (low | high) != 0;
    }

    /// The first bytes of what was taken.
    void data(byte[] into, int at, int bytes) {
        for (int i = 0; i < bytes; i += 8) {
            LONG.set(into, at + i, words[i >> 3]);
        }
    }
}
