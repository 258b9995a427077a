package reel.store.index;

import java.util.Arrays;

/// Tells entries of a walk in order of id that say the same as an earlier one of the same id.
final class DistinctPlaces {
    private long last0;
    private long last1;
    private long last2;
    private long[] places = new long[4];
    private int count;

    /// Whether no entry so far had this id, pack and chunk. Entries out of order are a programmer's mistake.
    boolean isNew(EntryCursor entry) {
        return isNew(entry.w0(), entry.w1(), entry.w2(), entry.pack(), entry.chunk());
    }

    boolean isNew(long w0, long w1, long w2, int pack, int chunk) {
        int order = RunLayout.compare(w0, w1, w2, last0, last1, last2);
        if (order < 0) {
            throw new IllegalArgumentException("index entries out of order");
        }
        if (order > 0) {
            count = 0;
        }
        long place = (long) pack << 32 | chunk;
        for (int i = 0; i < count; i++) {
            if (places[i] == place) {
                return false;
            }
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = place;
        last0 = w0;
        last1 = w1;
        last2 = w2;
        return true;
    }
}
