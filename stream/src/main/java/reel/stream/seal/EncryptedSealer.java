package reel.stream.seal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import reel.stream.Corrupt;
import reel.stream.ReelException;

/// Compression, then AES-256-GCM (NIST SP 800-38D): `nonce (12) | ciphertext | tag (16)`, with the codec and the
/// plain length as associated data. The layout is docs/format/seal.md.
///
/// Every frame takes a fresh 96-bit nonce from the system's random source. SP 800-38D §8.3 allows 2^32 frames a key
/// that way, which leaves a collision less likely than 2^-32: 1 PiB in frames of 256 KiB. A sealer stops there.
final class EncryptedSealer implements Sealer {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private static final long MOST_FRAMES = 1L << 32;
    private static final int ASSOCIATED_BYTES = 1 + Long.BYTES;

    private final AesKey key;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong frames = new AtomicLong();

    EncryptedSealer(byte[] key) {
        this.key = new AesKey(key);
    }

    @Override
    public long bound(long plainBytes) {
        return plainBytes + OVERHEAD_BYTES;
    }

    @Override
    public Sealed seal(MemorySegment plain, Compressibility hint, int level, MemorySegment into) {
        if (frames.incrementAndGet() > MOST_FRAMES) {
            throw new IllegalStateException("2^32 frames sealed with one key: the repository needs a new key");
        }
        MemorySegment body = into.asSlice(NONCE_BYTES, plain.byteSize() + TAG_BYTES);
        int packed = Zstd.worthTrying(plain, hint) ? Zstd.compress(plain, level, body) : Zstd.TOO_BIG;
        boolean raw = packed == Zstd.TOO_BIG;
        Codec codec = raw ? Codec.RAW_AES_GCM : Codec.ZSTD_AES_GCM;
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        MemorySegment.copy(nonce, 0, into, ValueLayout.JAVA_BYTE, 0, NONCE_BYTES);
        ByteBuffer source = (raw ? plain : body.asSlice(0, packed)).asByteBuffer();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, codec, plain.byteSize());
            return new Sealed(codec, NONCE_BYTES + cipher.doFinal(source, body.asByteBuffer()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM of " + plain.byteSize() + " bytes", impossible);
        }
    }

    @Override
    public void open(MemorySegment sealed, Codec codec, MemorySegment plain, String thing, long offset)
            throws ReelException {
        long body = sealed.byteSize() - OVERHEAD_BYTES;
        switch (codec) {
            case RAW_AES_GCM -> {
                if (body != plain.byteSize()) {
                    throw length(plain.byteSize() + OVERHEAD_BYTES + " sealed bytes", sealed, thing, offset);
                }
                decrypt(sealed, codec, plain.byteSize(), plain, thing, offset);
            }
            case ZSTD_AES_GCM -> {
                if (body < 0 || body >= plain.byteSize()) {
                    throw length(
                            OVERHEAD_BYTES + " to " + (plain.byteSize() + OVERHEAD_BYTES - 1) + " sealed bytes",
                            sealed,
                            thing,
                            offset);
                }
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment packed = arena.allocate(body);
                    decrypt(sealed, codec, plain.byteSize(), packed, thing, offset);
                    Zstd.decompress(packed, plain, thing, offset);
                }
            }
            case RAW, ZSTD -> throw new Corrupt(thing, offset, "an encrypted frame", "codec " + codec);
        }
    }

    /// Fills all of `into`, or leaves it alone: the tag is checked first.
    private void decrypt(
            MemorySegment sealed, Codec codec, long plainBytes, MemorySegment into, String thing, long offset)
            throws Corrupt {
        byte[] nonce = sealed.asSlice(0, NONCE_BYTES).toArray(ValueLayout.JAVA_BYTE);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, codec, plainBytes);
            cipher.doFinal(sealed.asSlice(NONCE_BYTES).asByteBuffer(), into.asByteBuffer());
        } catch (AEADBadTagException damaged) {
            throw new Corrupt(
                    thing,
                    offset,
                    "a frame sealed with this repository's key",
                    "bytes that do not match their tag",
                    "Check that the key is this repository's; then run `reel fsck` to see what is affected.",
                    damaged);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM of " + sealed.byteSize() + " bytes", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, Codec codec, long plainBytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(ByteBuffer.allocate(ASSOCIATED_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) codec.code())
                .putLong(plainBytes)
                .flip());
        return cipher;
    }

    private static Corrupt length(String expected, MemorySegment sealed, String thing, long offset) {
        return new Corrupt(thing, offset, expected, sealed.byteSize() + " bytes");
    }

    @Override
    public void close() {
        key.destroy();
    }
}
