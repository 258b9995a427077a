package reel.video;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Reads a slice's samples as docs/format/video.md has them, with nothing of the product.
final class PictureSamples {
    private static final byte[] TABLE = table();

    private PictureSamples() {}

    private static byte[] table() {
        ByteBuffer table = ByteBuffer.allocate(65536).order(ByteOrder.LITTLE_ENDIAN);
        long state = 0;
        while (table.hasRemaining()) {
            state += 0x9E3779B97F4A7C15L;
            long z = state;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            table.putLong(z ^ z >>> 31);
        }
        return table.array();
    }

    /// The data of a slice; none where it has no header or is a repair symbol.
    static byte[] data(byte[] samples, boolean noted) {
        ByteBuffer header = ByteBuffer.wrap(samples.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 8; i < 48; i++) {
            header.put(i, (byte) (header.get(i) ^ TABLE[i]));
        }
        if (header.getLong(0) != 0xA7C351E99B2DF486L || (header.get(9) & 1) != 0) {
            return new byte[0];
        }
        int used = header.getInt(12);
        int sum = header.getInt(40);
        byte[] body = Arrays.copyOfRange(samples, 48, 48 + used);
        for (int i = 0; i < used; i++) {
            body[i] ^= TABLE[sum + 48 + i & 0xffff];
        }
        CRC32C check = new CRC32C();
        check.update(body);
        if ((int) check.getValue() != sum) {
            throw new AssertionError("a slice with another check sum");
        }
        return noted ? Arrays.copyOfRange(body, 128, used) : body;
    }
}
