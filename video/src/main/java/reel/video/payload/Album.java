package reel.video.payload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import reel.stream.Corrupt;

/// The plain bytes of a payload: a head, the catalog, the contents one behind the other, and the closing part with the
/// BLAKE3 of every file.
final class Album {
    static final byte[] MAGIC = "REELALB1".getBytes(StandardCharsets.US_ASCII);

    /// Magic and the catalog's length.
    static final int HEAD_BYTES = 12;

    static final int HASH_BYTES = 32;

    /// Before the hash of a file whose size was not known.
    static final int SIZE_BYTES = 8;

    private Album() {}

    static byte[] head(byte[] catalog) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return head.put(MAGIC).putInt(catalog.length).array();
    }

    /// The catalog's length.
    static int catalogBytes(byte[] head, String thing) throws Corrupt {
        ByteBuffer from = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int length = from.getInt(MAGIC.length);
        if (!Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || length < 4
                || length > Catalog.MOST_BYTES) {
            throw new Corrupt(thing, 0, "files with a catalog", "something else", null, null);
        }
        return length;
    }

    static long closingBytes(Catalog catalog) {
        return (catalog.hasUnknownSize() ? SIZE_BYTES : 0) + (long) HASH_BYTES * catalog.files();
    }
}
