package reel.video.archive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A fixed table of noise that bodies are combined with (exclusive or), so that no payload looks like start codes.
///
/// Where a slice begins in the table its check sum says: who wanted a body that cancels the table would have to find
/// one whose sum fits it.
final class Whitening {
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final int TABLE_BYTES = 1 << 16;

    /// The table, and its beginning once more, so that a macroblock never wraps.
    static final MemorySegment TABLE = table();

    private Whitening() {}

    /// splitmix64 from zero; Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators.
    private static MemorySegment table() {
        MemorySegment table = Arena.global().allocate(TABLE_BYTES + SliceLayout.MB_BYTES, 64);
        long state = 0;
        for (int i = 0; i < TABLE_BYTES; i += Long.BYTES) {
            state += 0x9E37_79B9_7F4A_7C15L;
            long z = state;
            z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
            z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
            table.set(WORD, i, z ^ z >>> 31);
        }
        MemorySegment.copy(table, 0, table, TABLE_BYTES, SliceLayout.MB_BYTES);
        return table;
    }

    /// Whitens a slice header or takes that back; its signature stays.
    static void header(byte[] header) {
        for (int i = Long.BYTES; i < header.length; i++) {
            header[i] ^= TABLE.get(ValueLayout.JAVA_BYTE, i);
        }
    }

    /// `into[at..] = from[start..] ^ table`, for `length` samples of a slice from its sample `sample` on, at most
    /// a macroblock's.
    static void combine(
            MemorySegment from, long start, MemorySegment into, long at, int length, int bodySum, int sample) {
        long white = bodySum + sample & TABLE_BYTES - 1;
        int words = length & -Long.BYTES;
        for (int i = 0; i < words; i += Long.BYTES) {
            into.set(WORD, at + i, from.get(WORD, start + i) ^ TABLE.get(WORD, white + i));
        }
        for (int i = words; i < length; i++) {
            byte noise = TABLE.get(ValueLayout.JAVA_BYTE, white + i);
            into.set(ValueLayout.JAVA_BYTE, at + i, (byte) (from.get(ValueLayout.JAVA_BYTE, start + i) ^ noise));
        }
    }
}
