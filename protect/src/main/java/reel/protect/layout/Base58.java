package reel.protect.layout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;

/// Hashes as text in base 58 with Bitcoin's alphabet, which is how symbols are named: 32 to 44 characters, no path
/// separator among them.
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final byte[] VALUES = values();

    /// 58^5 fits an int: five digits are worked at a time.
    private static final int STEP_DIGITS = 5;

    private static final int STEP = 58 * 58 * 58 * 58 * 58;

    /// No 32 bytes need more characters.
    private static final int MOST_CHARS = 44;

    private Base58() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }

    public static String encode(Hash hash) {
        byte[] bytes = hash.toBytes();
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        int[] words = words(bytes);
        char[] text = new char[MOST_CHARS + STEP_DIGITS];
        int at = text.length;
        for (int first = 0; first < words.length; ) {
            long rest = 0;
            for (int i = first; i < words.length; i++) {
                long value = rest << 32 | words[i] & 0xFFFF_FFFFL;
                words[i] = (int) (value / STEP);
                rest = value % STEP;
            }
            for (int digit = 0; digit < STEP_DIGITS && at > 0; digit++) {
                text[--at] = ALPHABET.charAt((int) (rest % 58));
                rest /= 58;
            }
            while (first < words.length && words[first] == 0) {
                first++;
            }
        }
        while (at < text.length && text[at] == '1') {
            at++;
        }
        for (int i = 0; i < zeros; i++) {
            text[--at] = '1';
        }
        return new String(text, at, text.length - at);
    }

    private static int[] words(byte[] bytes) {
        int[] words = new int[bytes.length / 4];
        for (int i = 0; i < bytes.length; i++) {
            words[i / 4] = words[i / 4] << 8 | bytes[i] & 0xFF;
        }
        return words;
    }

    /// The hash that [#encode] writes as `text`; null where it writes none so: another alphabet, another length, a
    /// number too large, a `1` too many or too few.
    public static @Nullable Hash decode(String text) {
        if (text.isEmpty() || text.length() > MOST_CHARS) {
            return null;
        }
        int[] words = new int[Hash.BYTES / 4];
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            int value = digit < 128 ? VALUES[digit] : -1;
            if (value < 0) {
                return null;
            }
            long carry = value;
            for (int w = words.length - 1; w >= 0; w--) {
                long product = (words[w] & 0xFFFF_FFFFL) * 58 + carry;
                words[w] = (int) product;
                carry = product >>> 32;
            }
            if (carry != 0) {
                return null;
            }
        }
        Hash hash = new Hash(pair(words, 0), pair(words, 2), pair(words, 4), pair(words, 6));
        return encode(hash).equals(text) ? hash : null;
    }

    private static long pair(int[] words, int at) {
        return (long) words[at] << 32 | words[at + 1] & 0xFFFF_FFFFL;
    }
}
