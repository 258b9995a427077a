package reel.store.crypt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import reel.backend.Handle;

/// Seals and opens the segments of one object with AES-256-GCM (NIST SP 800-38D), through the JDK's provider.
///
/// The nonce is the segment's number and whether it is the last, and repeats never: the key is the object's alone.
/// The last segment names the object, so that one does not pass for another. Not thread-safe.
final class SegmentCipher {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;

    private final SecretKeySpec key;
    private final Cipher cipher;

    SegmentCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            this.cipher = Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no " + TRANSFORMATION, impossible);
        }
    }

    /// Seals `length` bytes and returns the length with the tag.
    int seal(long segment, boolean last, Handle name, byte[] plain, int length, byte[] into) {
        try {
            init(Cipher.ENCRYPT_MODE, segment, last, name);
            return cipher.doFinal(plain, 0, length, into, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM of " + length + " bytes", impossible);
        }
    }

    /// The same for a segment that is not the last: whose object need not have a name yet.
    int seal(long segment, byte[] plain, int length, byte[] into) {
        try {
            init(Cipher.ENCRYPT_MODE, segment);
            return cipher.doFinal(plain, 0, length, into, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM of " + length + " bytes", impossible);
        }
    }

    /// Opens `length` sealed bytes; false where they are not what [#seal] made, and then `into` holds nothing of use.
    boolean open(long segment, boolean last, Handle name, byte[] sealed, int length, byte[] into) {
        try {
            init(Cipher.DECRYPT_MODE, segment, last, name);
            int opened = cipher.doFinal(sealed, 0, length, into, 0);
            return opened == length - ObjectShape.TAG_BYTES;
        } catch (AEADBadTagException wrong) {
            Arrays.fill(into, (byte) 0);
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM of " + length + " bytes", impossible);
        }
    }

    private void init(int mode, long segment, boolean last, Handle name) throws GeneralSecurityException {
        if (!last) {
            init(mode, segment);
            return;
        }
        cipher.init(mode, key, nonce(segment, 1));
        cipher.updateAAD(name.path().getBytes(StandardCharsets.UTF_8));
    }

    private void init(int mode, long segment) throws GeneralSecurityException {
        cipher.init(mode, key, nonce(segment, 0));
    }

    private static GCMParameterSpec nonce(long segment, int last) {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(segment)
                .putInt(last)
                .array();
        return new GCMParameterSpec(ObjectShape.TAG_BYTES * Byte.SIZE, nonce);
    }
}
