package reel.stream.box;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Seals and opens a container's frames: AES-256-GCM (NIST SP 800-38D) under the container's own key, or a check
/// sum where it is not encrypted. Not thread-safe.
///
/// The nonce is the frame's number and what it is, and repeats never under a key.
final class FrameSeal {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /// The nonce's last word for what is no frame.
    static final int INDEX = 2;

    private final @Nullable SecretKeySpec key;
    private final @Nullable Cipher cipher;

    FrameSeal(byte @Nullable [] key) {
        try {
            this.key = key == null ? null : new SecretKeySpec(key, "AES");
            this.cipher = key == null ? null : Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no " + TRANSFORMATION, impossible);
        }
    }

    /// Seals `plain` with `about` into `into`: as many bytes and the seal.
    void seal(long number, int what, byte[] about, ByteBuffer plain, ByteBuffer into) {
        if (cipher == null || key == null) {
            CRC32C sum = new CRC32C();
            sum.update(about);
            sum.update(plain.duplicate());
            into.put(plain);
            into.order(ByteOrder.LITTLE_ENDIAN).putInt((int) sum.getValue());
            return;
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce(number, what)));
            cipher.updateAAD(about);
            cipher.doFinal(plain, into);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM", impossible);
        }
    }

    /// Opens what [#seal] made; false where it is not that.
    boolean open(long number, int what, byte[] about, ByteBuffer sealed, ByteBuffer into) {
        if (cipher == null || key == null) {
            int length = sealed.remaining() - Shape.CRC_BYTES;
            ByteBuffer plain = sealed.slice(sealed.position(), length);
            int told = sealed.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(sealed.position() + length);
            CRC32C sum = new CRC32C();
            sum.update(about);
            sum.update(plain.duplicate());
            into.put(plain);
            return told == (int) sum.getValue();
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce(number, what)));
            cipher.updateAAD(about);
            cipher.doFinal(sealed, into);
            return true;
        } catch (AEADBadTagException wrong) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM", impossible);
        }
    }

    private static byte[] nonce(long number, int what) {
        return ByteBuffer.allocate(NONCE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .putInt(what)
                .array();
    }
}
