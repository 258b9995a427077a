package reel.testkit.power;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A file's bytes, never changed; digested once.
final class Content {
    static final Content EMPTY = new Content(new byte[0]);

    private final byte[] bytes;
    private @Nullable String digest;

    Content(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return bytes.length;
    }

    /// Longer with zeros, or cut.
    Content sized(long size) {
        return size == bytes.length ? this : new Content(Arrays.copyOf(bytes, Math.toIntExact(size)));
    }

    String digest() {
        if (digest == null) {
            try {
                digest = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
            } catch (NoSuchAlgorithmException everyJdkHasIt) {
                throw new IllegalStateException(everyJdkHasIt);
            }
        }
        return digest;
    }
}
