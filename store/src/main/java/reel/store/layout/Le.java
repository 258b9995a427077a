package reel.store.layout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Little-endian numbers at any offset of a segment.
public final class Le {
    public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Le() {}

    /// The unsigned 32-bit number at `offset`.
    public static long unsigned(MemorySegment from, long offset) {
        return Integer.toUnsignedLong(from.get(INT, offset));
    }

    /// Four or eight ASCII letters as the number they make, for magic values.
    public static long magic(String letters) {
        long value = 0;
        for (int i = letters.length() - 1; i >= 0; i--) {
            value = value << 8 | letters.charAt(i);
        }
        return value;
    }

    /// `size` rounded up to the next multiple of 8.
    public static long align(long size) {
        return size + 7 & ~7L;
    }
}
