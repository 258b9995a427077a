package reel.store.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/// X25519 (RFC 7748) over 32-byte keys, through the JDK's provider.
final class X25519 {
    static final int KEY_BYTES = 32;

    private static final byte[] BASE_POINT = basePoint();
    private static final SecureRandom RANDOM = new SecureRandom();

    private X25519() {}

    private static byte[] basePoint() {
        byte[] point = new byte[KEY_BYTES];
        point[0] = 9;
        return point;
    }

    static byte[] newPrivateKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    static byte[] publicKey(byte[] privateKey) {
        byte[] key = agree(privateKey, BASE_POINT);
        if (key == null) {
            throw new IllegalStateException("no public key for this private key");
        }
        return key;
    }

    /// The shared secret; null where the other's point is one of the few that give no secret.
    static byte @Nullable [] agree(byte[] privateKey, byte[] publicKey) {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            PrivateKey own = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
            PublicKey other = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, point(publicKey)));
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (InvalidKeyException weak) {
            return null;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no X25519", impossible);
        }
    }

    /// Little endian, the top bit masked as the RFC says.
    private static BigInteger point(byte[] littleEndian) {
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = littleEndian[KEY_BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        BigInteger point = new BigInteger(1, bigEndian);
        Arrays.fill(bigEndian, (byte) 0);
        return point;
    }
}
