package reel.stream.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import reel.stream.Corrupt;

class EncryptedSealerTest extends SealerContract {
    private static final byte[] KEY = key(1);

    @Override
    Sealer sealer() {
        return Sealer.encrypted(KEY);
    }

    @Override
    int overhead() {
        return 28;
    }

    @Override
    Codec compressed() {
        return Codec.ZSTD_AES_GCM;
    }

    @Override
    Codec raw() {
        return Codec.RAW_AES_GCM;
    }

    @Test
    void seal_ofNoise_isTheDocumentedLayout() throws Exception {
        Frame frame = seal(offHeap(noise(5000)), Compressibility.NEVER);
        byte[] sealed = frame.sealed().toArray(ValueLayout.JAVA_BYTE);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(KEY, "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(sealed, 12)));
        cipher.updateAAD(ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x80)
                .putLong(5000)
                .flip());
        assertThat(cipher.doFinal(sealed, 12, sealed.length - 12)).isEqualTo(noise(5000));
    }

    @Test
    void seal_ofSameFrameAgain_takesAnotherNonce() {
        Set<String> nonces = new HashSet<>();
        MemorySegment plain = offHeap(text(100));
        for (int round = 0; round < 2000; round++) {
            nonces.add(Arrays.toString(
                    seal(plain, Compressibility.NEVER).sealed().asSlice(0, 12).toArray(ValueLayout.JAVA_BYTE)));
        }
        assertThat(nonces).hasSize(2000);
    }

    @Test
    void open_withEveryFlippedBit_isCorrupt() {
        Frame frame = seal(offHeap(text(300)), Compressibility.LIKELY);
        for (long bit = 0; bit < 8 * frame.sealed().byteSize(); bit++) {
            MemorySegment damaged = offHeap(frame.sealed().toArray(ValueLayout.JAVA_BYTE));
            byte before = damaged.get(ValueLayout.JAVA_BYTE, bit / 8);
            damaged.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (before ^ 1 << bit % 8));
            assertThatThrownBy(() -> open(damaged, frame.codec(), 300)).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void open_withAnotherKey_isCorruptAndLeavesThePlainBytesAlone() {
        Frame frame = seal(offHeap(noise(3000)), Compressibility.NEVER);
        MemorySegment plain = offHeap(new byte[3000]);
        try (Sealer other = Sealer.encrypted(key(2))) {
            assertThatThrownBy(() -> other.open(frame.sealed(), frame.codec(), plain, "frame", 0))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining("key");
        }
        assertThat(plain.mismatch(offHeap(new byte[3000]))).isEqualTo(-1);
    }

    @Test
    void sealer_afterClose_hasNoKey() {
        Sealer closed = Sealer.encrypted(KEY);
        closed.close();
        assertThatThrownBy(() -> closed.seal(
                        offHeap(text(64)), Compressibility.NEVER, 3, offHeap(new byte[(int) closed.bound(64)])))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void sealer_withShortKey_isRefused() {
        assertThatThrownBy(() -> Sealer.encrypted(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] key(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }
}
