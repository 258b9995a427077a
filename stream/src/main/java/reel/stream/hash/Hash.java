package reel.stream.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// A BLAKE3-256 digest, 32 bytes held as four big-endian longs, so that unsigned order of the longs is byte order.
///
/// A chunk's id, a tree's id, a commit's id and a whole file's fingerprint are all of this type.
public record Hash(long w0, long w1, long w2, long w3) implements Comparable<Hash> {
    /// Length of the binary form.
    public static final int BYTES = 32;

    /// Length of the hexadecimal form.
    public static final int HEX_CHARS = 64;

    static final ValueLayout.OfLong LONG_BE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    public static Hash read(MemorySegment from, long offset) {
        return new Hash(
                from.get(LONG_BE, offset),
                from.get(LONG_BE, offset + 8),
                from.get(LONG_BE, offset + 16),
                from.get(LONG_BE, offset + 24));
    }

    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has " + BYTES + " bytes, not " + bytes.length);
        }
        return read(MemorySegment.ofArray(bytes), 0);
    }

    /// Parses 64 hexadecimal digits of either case.
    public static Hash parse(String hex) {
        if (hex.length() != HEX_CHARS) {
            throw new IllegalArgumentException("a hash has " + HEX_CHARS + " hexadecimal digits, not " + hex.length());
        }
        return of(HexFormat.of().parseHex(hex));
    }

    public void write(MemorySegment into, long offset) {
        into.set(LONG_BE, offset, w0);
        into.set(LONG_BE, offset + 8, w1);
        into.set(LONG_BE, offset + 16, w2);
        into.set(LONG_BE, offset + 24, w3);
    }

    /// Writes the four longs, as [Blake3#hashMany] does.
    public void write(long[] into, int at) {
        into[at] = w0;
        into[at + 1] = w1;
        into[at + 2] = w2;
        into[at + 3] = w3;
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        write(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    /// The first `digits` hexadecimal digits, for people.
    public String brief(int digits) {
        return toString().substring(0, digits);
    }

    @Override
    public int compareTo(Hash other) {
        int order = Long.compareUnsigned(w0, other.w0);
        if (order == 0) {
            order = Long.compareUnsigned(w1, other.w1);
        }
        if (order == 0) {
            order = Long.compareUnsigned(w2, other.w2);
        }
        return order != 0 ? order : Long.compareUnsigned(w3, other.w3);
    }

    /// The digest is uniform, so its first word is hash enough.
    @Override
    public int hashCode() {
        return (int) w0;
    }

    /// 64 lower-case hexadecimal digits, as `b3sum` prints them.
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(w0) + hex.toHexDigits(w1) + hex.toHexDigits(w2) + hex.toHexDigits(w3);
    }
}
