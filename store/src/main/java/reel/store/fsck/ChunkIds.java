package reel.store.fsck;

import java.util.Arrays;
import reel.store.layout.Cloak;
import reel.stream.hash.Hash;

/// A growing set of stored chunk ids, told apart by their first 24 bytes, which is what an index knows of a lost chunk.
///
/// Not thread-safe while it grows.
public final class ChunkIds {
    public static final ChunkIds NONE = new ChunkIds(Cloak.none());

    private static final int WORDS = 3;

    private final Cloak cloak;

    private long[] words = {};
    private int size;
    private boolean sorted = true;

    /// @param cloak what the ids that are added wear; [#contains] puts it on what it is asked
    ChunkIds(Cloak cloak) {
        this.cloak = cloak;
    }

    void add(long w0, long w1, long w2) {
        int at = size * WORDS;
        if (at == words.length) {
            words = Arrays.copyOf(words, Math.max(16 * WORDS, 2 * at));
        }
        words[at] = w0;
        words[at + 1] = w1;
        words[at + 2] = w2;
        size++;
        sorted = false;
    }

    void add(Hash id) {
        add(id.w0(), id.w1(), id.w2());
    }

    /// How many ids there are.
    public int size() {
        sort();
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// Whether the chunk is one of them. @param plain the BLAKE3 of its bytes
    public synchronized boolean contains(Hash plain) {
        sort();
        Hash id = cloak.chunk(plain);
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = compare(words, middle * WORDS, id.w0(), id.w1(), id.w2());
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return false;
    }

    /// The ids that `keep` says yes to, given their words.
    ChunkIds filter(Test keep) throws java.io.IOException {
        ChunkIds kept = new ChunkIds(cloak);
        for (int at = 0; at < size * WORDS; at += WORDS) {
            if (keep.test(words[at], words[at + 1], words[at + 2])) {
                kept.add(words[at], words[at + 1], words[at + 2]);
            }
        }
        return kept;
    }

    /// A question about an id.
    @FunctionalInterface
    interface Test {
        boolean test(long w0, long w1, long w2) throws java.io.IOException;
    }

    private synchronized void sort() {
        if (sorted) {
            return;
        }
        long[][] rows = new long[size][];
        for (int i = 0; i < size; i++) {
            rows[i] = Arrays.copyOfRange(words, i * WORDS, (i + 1) * WORDS);
        }
        Arrays.sort(rows, (a, b) -> compare(a, 0, b[0], b[1], b[2]));
        int distinct = 0;
        for (long[] row : rows) {
            int last = (distinct - 1) * WORDS;
            if (distinct == 0 || compare(words, last, row[0], row[1], row[2]) != 0) {
                System.arraycopy(row, 0, words, distinct * WORDS, WORDS);
                distinct++;
            }
        }
        size = distinct;
        sorted = true;
    }

    private static int compare(long[] words, int at, long w0, long w1, long w2) {
        int order = Long.compareUnsigned(words[at], w0);
        if (order == 0) {
            order = Long.compareUnsigned(words[at + 1], w1);
        }
        return order == 0 ? Long.compareUnsigned(words[at + 2], w2) : order;
    }
}
