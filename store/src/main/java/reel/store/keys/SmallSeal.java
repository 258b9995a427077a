package reel.store.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM of a few bytes: nonce (12, random), ciphertext, tag (16).
final class SmallSeal {
    static final int OVERHEAD_BYTES = 28;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SmallSeal() {}

    static byte[] seal(byte[] key, byte[] plain, byte[] associated) {
        byte[] sealed = new byte[plain.length + OVERHEAD_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associated);
            int length = cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            if (length != sealed.length - NONCE_BYTES) {
                throw new IllegalStateException("AES-256-GCM made " + length + " bytes of " + plain.length);
            }
            return sealed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM", impossible);
        }
    }

    /// Null where it was sealed with another key or other associated data.
    static byte @Nullable [] open(byte[] key, byte[] sealed, byte[] associated) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES), associated);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException wrong) {
            return null;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM", impossible);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
