package reel.stream.box;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import reel.stream.Refused;

/// A passphrase as the bytes that are hashed: UTF-8 in normal form C, so that it is the same from every keyboard.
/// Shown by nothing.
public final class Secret implements AutoCloseable {
    /// Longer ones are no safer, and a file named by mistake is not one.
    public static final int MOST_BYTES = 1024;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// [Refused] for one that is empty or too long. @param typed the caller wipes it
    public static Secret of(char[] typed) throws Refused {
        return new Secret(bytes(typed));
    }

    /// The bytes of a passphrase, for the caller to wipe; [Refused] as above.
    public static byte[] bytes(char[] typed) throws Refused {
        String normal = Normalizer.normalize(CharBuffer.wrap(typed), Normalizer.Form.NFC);
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(normal);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            int length = bytes.length;
            Arrays.fill(bytes, (byte) 0);
            throw new Refused(
                    "passphrase",
                    length == 0 ? "is empty" : "has " + length + " bytes",
                    "Choose one of 1 to " + MOST_BYTES + " bytes; half a dozen random words are good.");
        }
        return bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "a passphrase";
    }
}
