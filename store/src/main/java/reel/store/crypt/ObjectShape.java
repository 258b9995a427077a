package reel.store.crypt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import reel.store.layout.Le;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;

/// The numbers of docs/format/encryption.md: header, segments, and how lengths follow from each other.
final class ObjectShape {
    static final int HEADER_BYTES = 64;
    static final int TAG_BYTES = 16;

    /// Reading a little decrypts this much; 16 bytes of tag to it are nothing.
    static final int SEGMENT_BYTES = 64 << 10;

    static final int SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES;

    private static final long MAGIC = Le.magic("REELLOCK");
    private static final short VERSION = 1;
    private static final int SALT_AT = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ObjectShape() {}

    /// A new object's header, with a salt of its own.
    static byte[] newHeader() {
        byte[] header = new byte[HEADER_BYTES];
        byte[] salt = new byte[HEADER_BYTES - SALT_AT];
        RANDOM.nextBytes(salt);
        System.arraycopy(salt, 0, header, SALT_AT, salt.length);
        MemorySegment bytes = MemorySegment.ofArray(header);
        bytes.set(Le.LONG, 0, MAGIC);
        bytes.set(Le.SHORT, 8, VERSION);
        return header;
    }

    static void checkHeader(byte[] header, String thing) throws Corrupt {
        MemorySegment bytes = MemorySegment.ofArray(header);
        if (bytes.get(Le.LONG, 0) != MAGIC) {
            throw new Corrupt(thing, 0, "an encrypted object", "0x" + Long.toHexString(bytes.get(Le.LONG, 0)));
        }
        short version = bytes.get(Le.SHORT, 8);
        if (version != VERSION) {
            // A newer one would stand in a repository of a newer format, which is refused before.
            throw new Corrupt(thing, 8, "version " + VERSION, "version " + version);
        }
        for (int at = 10; at < SALT_AT; at++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at) != 0) {
                throw new Corrupt(thing, at, "zero", "another byte");
            }
        }
    }

    /// The object's own key: no two objects share one, so neither do two of their segments a key and a nonce.
    static byte[] key(byte[] objects, byte[] header) {
        return Blake3.keyed(objects).update(header).digest().toBytes();
    }

    /// Segments of an object with so many plain bytes; an empty one has one, which is empty.
    static long segments(long plainBytes) {
        return Math.max(1, Math.ceilDiv(plainBytes, (long) SEGMENT_BYTES));
    }

    static long storedBytes(long plainBytes) {
        return HEADER_BYTES + plainBytes + segments(plainBytes) * TAG_BYTES;
    }

    /// The plain bytes of an object stored with so many; whatever that says of a damaged one, reading it finds out.
    static long plainBytes(long storedBytes) {
        long body = Math.max(0, storedBytes - HEADER_BYTES);
        long segments = Math.ceilDiv(body, (long) SEALED_SEGMENT_BYTES);
        return Math.max(0, body - segments * TAG_BYTES);
    }

    /// The plain bytes that may be left of an object of which so many bytes are: whole segments and a part of one.
    static long leftOver(long storedBytes) {
        long body = Math.max(0, storedBytes - HEADER_BYTES);
        long rest = body % SEALED_SEGMENT_BYTES;
        return body / SEALED_SEGMENT_BYTES * SEGMENT_BYTES + Math.max(0, rest - TAG_BYTES);
    }

    /// Where a segment lies in the stored object.
    static long segmentAt(long segment) {
        return HEADER_BYTES + segment * SEALED_SEGMENT_BYTES;
    }

    /// Plain bytes of a segment.
    static int segmentBytes(long segment, long plainBytes) {
        return (int) Math.min(SEGMENT_BYTES, plainBytes - segment * SEGMENT_BYTES);
    }
}
