package reel.store.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import reel.store.crypt.ContentKey;

/// The random key of a repository, which every slot wraps. Its bytes can be wiped.
public final class MasterKey implements AutoCloseable {
    static final int BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    /// @param bytes kept
    MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static MasterKey generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new MasterKey(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /// What opens the repository's contents.
    public ContentKey content() {
        return ContentKey.of(bytes);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }
}
