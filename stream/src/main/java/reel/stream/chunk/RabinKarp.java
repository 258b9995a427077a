package reel.stream.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A chunker that cuts where a Rabin-Karp hash of the last 48 bytes, modulo 2^64, has its highest bits zero.
///
/// The classic alternative to [FastCdc], about three times slower: a multiplication per byte instead of a shift. The
/// window is always full, so a cut depends on 48 bytes and on nothing before them. Bytes count from one, so that a
/// run of zeros is not a match at every position.
final class RabinKarp implements Chunker {
    static final int WINDOW_BYTES = 48;

    /// Odd, with well mixed bits (the fractional part of the golden ratio).
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    /// What a byte is worth when it leaves the window.
    private static final long[] LEAVING = leaving();

    private final ChunkSizes sizes;
    private final int shift;

    RabinKarp(ChunkSizes sizes) {
        this.sizes = sizes;
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(sizes.avg());
    }

    @Override
    public ChunkSizes sizes() {
        return sizes;
    }

    @Override
    public int next(MemorySegment window, long from, long to, boolean last) {
        int length = (int) Math.min(to - from, sizes.max());
        boolean whole = last || length == sizes.max();
        int cut = length > sizes.min() ? scan(window, from, length) : length;
        return cut < length || whole ? cut : NEED_MORE;
    }

    private int scan(MemorySegment window, long from, int length) {
        int at = sizes.min();
        long hash = 0;
        for (int before = at - WINDOW_BYTES; before < at; before++) {
            hash = hash * FACTOR + valueAt(window, from + before);
        }
        while (at < length && hash >>> shift != 0) {
            long leaving = LEAVING[window.get(ValueLayout.JAVA_BYTE, from + at - WINDOW_BYTES) & 0xff];
            hash = hash * FACTOR + (valueAt(window, from + at) - leaving);
            at++;
        }
        return at;
    }

    private static long valueAt(MemorySegment window, long at) {
        return (window.get(ValueLayout.JAVA_BYTE, at) & 0xff) + 1L;
    }

    private static long[] leaving() {
        long power = 1;
        for (int i = 0; i < WINDOW_BYTES; i++) {
            power *= FACTOR;
        }
        long[] leaving = new long[256];
        for (int value = 0; value < leaving.length; value++) {
            leaving[value] = (value + 1) * power;
        }
        return leaving;
    }
}
