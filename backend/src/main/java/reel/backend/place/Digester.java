package reel.backend.place;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import reel.stream.hash.Blake3;

/// A digest of any [DigestKind] being computed, for one thread.
public abstract sealed class Digester {
    public static Digester of(DigestKind kind) {
        return switch (kind) {
            case BLAKE3 -> new Blake();
            case SHA512 -> new Message("SHA-512");
            case SHA256 -> new Message("SHA-256");
            case SHA1 -> new Message("SHA-1");
            case MD5 -> new Message("MD5");
            case CRC64NVME -> new Sum(new Crc64(), 16);
            case CRC32C -> new Sum(new CRC32C(), 8);
            case CRC32 -> new Sum(new CRC32(), 8);
        };
    }

    /// The digest of `bytes`.
    public static String of(DigestKind kind, MemorySegment bytes) {
        Digester digester = of(kind);
        digester.update(bytes);
        return digester.hex();
    }

    public abstract void update(MemorySegment bytes);

    /// Lower case; of everything so far. Ends this digester.
    public abstract String hex();

    /// The most that a byte buffer shows at once.
    private static final long STEP_BYTES = 1 << 30;

    private static final class Blake extends Digester {
        private final Blake3 hasher = Blake3.hasher();

        @Override
        public void update(MemorySegment bytes) {
            hasher.update(bytes, 0, bytes.byteSize());
        }

        @Override
        public String hex() {
            return hasher.digest().toString();
        }
    }

    private static final class Message extends Digester {
        private final MessageDigest digest;

        Message(String algorithm) {
            try {
                digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("this Java has no " + algorithm, impossible);
            }
        }

        @Override
        public void update(MemorySegment bytes) {
            for (long at = 0; at < bytes.byteSize(); at += STEP_BYTES) {
                digest.update(bytes.asSlice(at, Math.min(STEP_BYTES, bytes.byteSize() - at))
                        .asByteBuffer());
            }
        }

        @Override
        public String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static final class Sum extends Digester {
        private final Checksum sum;
        private final int digits;

        Sum(Checksum sum, int digits) {
            this.sum = sum;
            this.digits = digits;
        }

        @Override
        public void update(MemorySegment bytes) {
            for (long at = 0; at < bytes.byteSize(); at += STEP_BYTES) {
                sum.update(bytes.asSlice(at, Math.min(STEP_BYTES, bytes.byteSize() - at))
                        .asByteBuffer());
            }
        }

        @Override
        public String hex() {
            return HexFormat.of().toHexDigits(sum.getValue(), digits);
        }
    }
}
