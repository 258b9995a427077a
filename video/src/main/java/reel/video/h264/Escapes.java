package reel.video.h264;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Emulation prevention of H.264 (§7.4.1): between two zero bytes and one of 0 to 3 stands a 3.
///
/// In whitened samples one place in four million needs it, so all the time goes into not finding any.
public final class Escapes {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final byte MARK = 3;
    private static final int BLOCK = 64;
    private static final int MOST_BLOCKS = 1 << 30;

    private long[] places = new long[8];
    private int count;

    /// Where, from `from` on, two zero bytes stand with the second before `end - 1`; -1 where nowhere.
    public static long zeros(MemorySegment bytes, long from, long end) {
        int blocks = (int) Math.clamp((end - 1 - from) / BLOCK, 0, MOST_BLOCKS);
        int clean = clean(bytes, from, blocks);
        // A pair that ends in the next block may begin in the one before.
        long at = Math.max(from, from + (long) clean * BLOCK - 1);
        for (; at + Long.BYTES < end - 1; at += Long.BYTES) {
            long found = pairs(bytes, at);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; at < end - 2; at++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at) == 0 && bytes.get(ValueLayout.JAVA_BYTE, at + 1) == 0) {
                return at;
            }
        }
        return -1;
    }

    /// In how many of `blocks` blocks, from the first on, no pair ends.
    private static int clean(MemorySegment bytes, long from, int blocks) {
        int block = 0;
        long before = -1;
        for (; block < blocks; block++) {
            long at = from + (long) block * BLOCK;
            long zeros = 0;
            for (int i = 0; i < BLOCK; i += Long.BYTES) {
                long word = bytes.get(WORD, at + i);
                long both = word | word << Byte.SIZE | before >>> Long.SIZE - Byte.SIZE;
                zeros |= both - ONES & ~both;
                before = word;
            }
            if ((zeros & TOPS) != 0) {
                break;
            }
        }
        return block;
    }

    /// Eight places at a time: a byte and its successor are both zero where their union is. The lowest bit that is set
    /// tells the first place.
    private static long pairs(MemorySegment bytes, long at) {
        long both = bytes.get(WORD, at) | bytes.get(WORD, at + 1);
        return both - ONES & ~both & TOPS;
    }

    /// Escapes `bytes[from, end)` in place. @return the new end
    public static long insert(MemorySegment bytes, long from, long end) {
        Escapes found = new Escapes();
        found.look(bytes, from, end);
        return found.insert(bytes, end);
    }

    /// Notes the places in `bytes[from, end)` that need an escape. Stretches come in order; behind each but the last
    /// stands a byte that is never escaped.
    public void look(MemorySegment bytes, long from, long end) {
        long at = zeros(bytes, from, end);
        while (at >= 0) {
            int next = bytes.get(ValueLayout.JAVA_BYTE, at + 2);
            if (next >= 0 && next <= MARK) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, 2 * count);
                }
                places[count++] = at + 2;
                at = zeros(bytes, at + 2, end);
            } else {
                at = zeros(bytes, at + 3, end);
            }
        }
    }

    /// Escapes the noted places of bytes that end at `end`. @return the new end
    public long insert(MemorySegment bytes, long end) {
        long tail = end;
        for (int i = count - 1; i >= 0; i--) {
            long place = places[i];
            MemorySegment.copy(bytes, place, bytes, place + i + 1, tail - place);
            bytes.set(ValueLayout.JAVA_BYTE, place + i, MARK);
            tail = place;
        }
        return end + count;
    }

    /// Where, from `from` on, an escape's 3 stands before `end`; -1 where nowhere.
    public static long mark(MemorySegment bytes, long from, long end) {
        long at = zeros(bytes, from, end);
        while (at >= 0) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at + 2) == MARK) {
                return at + 2;
            }
            at = zeros(bytes, at + 1, end);
        }
        return -1;
    }

    /// Copies bytes without their escapes until `into[0, want)` is full or `from[.., end)` used up.
    ///
    /// @return how many bytes are there
    public static long remove(MemorySegment from, long start, long end, MemorySegment into, long want) {
        long have = 0;
        long at = start;
        while (have < want && at < end) {
            long mark = mark(from, at, Math.min(end, at + want - have + 2));
            long stop = mark < 0 ? Math.min(end, at + want - have) : mark;
            long some = Math.min(stop - at, want - have);
            MemorySegment.copy(from, at, into, have, some);
            have += some;
            at = mark < 0 ? stop : mark + 1;
            if (mark < 0 && some == 0) {
                break;
            }
        }
        return have;
    }
}
