package reel.stream.seal;

import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// A 256-bit AES key that can be wiped. The JDK's ciphers copy it; those copies live until they are collected.
final class AesKey implements SecretKey {
    static final int BYTES = 32;

    private static final long serialVersionUID = 1L;

    private transient byte @Nullable [] bytes;

    AesKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an AES-256 key has " + BYTES + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public synchronized byte[] getEncoded() {
        if (bytes == null) {
            throw new IllegalStateException("the sealer is closed and its key wiped");
        }
        return bytes.clone();
    }

    @Override
    public synchronized void destroy() {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
            bytes = null;
        }
    }

    @Override
    public synchronized boolean isDestroyed() {
        return bytes == null;
    }
}
