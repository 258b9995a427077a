package reel.stream.chunk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The constants of the Gear hash and of FastCDC v2020, as published.
///
/// Gear: `hash = (hash << 1) + TABLE[byte]`. A mask's set bits are spread over the hash, so that a test looks at as
/// many
/// past bytes as the highest bit's number; all lie below bit 48, so 48 bytes decide.
final class Gear {
    /// Entry `i` is the first eight bytes, big-endian, of the MD5 of 64 bytes that all equal `i`.
    static final long[] TABLE = table();

    /// The mask for a mean distance of 2^index bytes between matches; 0 where none is published.
    private static final long[] MASKS = {
        0,
        0,
        0,
        0,
        0,
        0x0000000001804110L,
        0x0000000001803110L,
        0x0000000018035100L,
        0x0000001800035300L,
        0x0000019000353000L,
        0x0000590003530000L,
        0x0000d90003530000L,
        0x0000d90103530000L,
        0x0000d90303530000L,
        0x0000d90313530000L,
        0x0000d90f03530000L,
        0x0000d90303537000L,
        0x0000d90703537000L,
        0x0000d90707537000L,
        0x0000d91707537000L,
        0x0000d91747537000L,
        0x0000d91767537000L,
        0x0000d93767537000L,
        0x0000d93777537000L,
        0x0000d93777577000L,
        0x0000db3777577000L,
    };

    private Gear() {}

    /// The mask that matches once in `2^log2` positions.
    static long mask(int log2) {
        if (log2 < 0 || log2 >= MASKS.length || MASKS[log2] == 0) {
            throw new IllegalArgumentException("no Gear mask for a distance of 2^" + log2 + " bytes");
        }
        return MASKS[log2];
    }

    private static long[] table() {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            long[] table = new long[256];
            byte[] block = new byte[64];
            for (int value = 0; value < table.length; value++) {
                Arrays.fill(block, (byte) value);
                table[value] = ByteBuffer.wrap(md5.digest(block)).getLong();
            }
            return table;
        } catch (NoSuchAlgorithmException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
