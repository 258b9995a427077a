package reel.raptorq;

import java.util.Arrays;

/// Arrays that are kept and only grow, so that the second plan of a size allocates nothing.
final class Arena {
    private Arena() {}

    /// An array of at least `length`, with unknown contents: the one given if it is long enough.
    static int[] ints(int[] kept, int length) {
        return kept.length >= length ? kept : new int[roomy(length)];
    }

    /// The same for longs.
    static long[] longs(long[] kept, int length) {
        return kept.length >= length ? kept : new long[roomy(length)];
    }

    /// An array of at least `length` that begins with what the one given held.
    static int[] grown(int[] kept, int length) {
        return kept.length >= length ? kept : Arrays.copyOf(kept, Math.max(length, kept.length * 2));
    }

    private static int roomy(int length) {
        return length + (length >> 4) + 8;
    }
}
