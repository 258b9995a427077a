package reel.store.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A binary fuse filter with 8-bit fingerprints over 64-bit keys (Graf and Lemire 2022): never says no to a key it was
/// built from, and yes to one in 256 others.
///
/// @param segment power of two  @param length   hash range, a multiple of `segment`
record FuseFilter(long seed, int segment, int length, byte[] fingerprints) {
    static final FuseFilter EMPTY = new FuseFilter(0, 1, 0, new byte[0]);

    /// A peeling fails with probability well below one half, so that this many in a row do not happen.
    private static final int MAX_TRIES = 128;

    /// @param keys sorted here; repeats count once
    static FuseFilter build(long[] keys, int count) {
        Arrays.sort(keys, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || keys[i] != keys[i - 1]) {
                keys[distinct++] = keys[i];
            }
        }
        if (distinct == 0) {
            return EMPTY;
        }
        int segment = segment(distinct);
        long seed = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < MAX_TRIES; i++) {
            FuseFilter filter = new Peeling(seed, segment, length(distinct, segment, i), distinct).tryBuild(keys);
            if (filter != null) {
                return filter;
            }
            seed = mix(seed + i + 1);
        }
        throw new IllegalStateException("no filter for " + distinct + " keys in " + MAX_TRIES + " tries");
    }

    /// Whether the filter at `at` in `bytes` may hold `key`.
    static boolean mayHold(MemorySegment bytes, long at, long seed, int segment, int length, long key) {
        long h = mix(key + seed);
        long p0 = Math.unsignedMultiplyHigh(h, length);
        long p1 = p0 + segment ^ h >>> 18 & segment - 1;
        long p2 = p0 + 2L * segment ^ h & segment - 1;
        int found = bytes.get(ValueLayout.JAVA_BYTE, at + p0)
                ^ bytes.get(ValueLayout.JAVA_BYTE, at + p1)
                ^ bytes.get(ValueLayout.JAVA_BYTE, at + p2);
        return (byte) found == fingerprint(h);
    }

    boolean mayHold(long key) {
        return length > 0 && mayHold(MemorySegment.ofArray(fingerprints), 0, seed, segment, length, key);
    }

    /// Fingerprints of a filter with these figures.
    static long bytes(int segment, int length) {
        return length == 0 ? 0 : length + 2L * segment;
    }

    /// The authors' fit of the best segment for a three-wise filter.
    private static int segment(int keys) {
        int log = keys < 4 ? 2 : (int) Math.floor(Math.log(keys) / Math.log(3.33) + 2.25);
        return 1 << Math.clamp(log, 2, 18);
    }

    /// The authors' fit of the size that peels almost surely, and a little more after each failure.
    private static int length(int keys, int segment, int tries) {
        double factor = keys < 2 ? 2 : Math.max(1.125, 0.875 + 0.25 * Math.log(1e6) / Math.log(keys));
        double slots = keys * (factor + 0.02 * tries);
        int segments = Math.max(1, (int) Math.ceil(slots / segment) - 2);
        return segments * segment;
    }

    private static long mix(long key) {
        long h = key;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }

    private static byte fingerprint(long h) {
        return (byte) (h ^ h >>> 32);
    }

    /// One attempt: keys are taken off where they are alone in a slot, and get their fingerprints in reverse order.
    private static final class Peeling {
        private final long seed;
        private final int segment;
        private final int length;
        private final byte[] count;
        private final long[] xor;
        private final int[] place = new int[3];

        Peeling(long seed, int segment, int length, int keys) {
            this.seed = seed;
            this.segment = segment;
            this.length = length;
            int slots = Math.toIntExact(bytes(segment, length));
            this.count = new byte[slots];
            this.xor = new long[slots];
            this.order = new long[keys];
            this.alone = new byte[keys];
        }

        private final long[] order;
        private final byte[] alone;

        @org.jspecify.annotations.Nullable
        FuseFilter tryBuild(long[] keys) {
            for (int i = 0; i < order.length; i++) {
                long h = mix(keys[i] + seed);
                places(h);
                for (int slot : place) {
                    if (++count[slot] < 0) {
                        return null;
                    }
                    xor[slot] ^= h;
                }
            }
            return peel() == order.length ? assign() : null;
        }

        private int peel() {
            int[] queue = new int[count.length];
            int queued = 0;
            for (int slot = 0; slot < count.length; slot++) {
                if (count[slot] == 1) {
                    queue[queued++] = slot;
                }
            }
            int peeled = 0;
            while (queued > 0) {
                int slot = queue[--queued];
                if (count[slot] != 1) {
                    continue;
                }
                long h = xor[slot];
                places(h);
                for (int i = 0; i < 3; i++) {
                    int other = place[i];
                    if (other == slot) {
                        alone[peeled] = (byte) i;
                    }
                    count[other]--;
                    xor[other] ^= h;
                    if (count[other] == 1) {
                        queue[queued++] = other;
                    }
                }
                order[peeled++] = h;
            }
            return peeled;
        }

        private FuseFilter assign() {
            byte[] fingerprints = new byte[count.length];
            for (int i = order.length - 1; i >= 0; i--) {
                long h = order[i];
                places(h);
                int others = 0;
                for (int j = 0; j < 3; j++) {
                    others ^= j == alone[i] ? 0 : fingerprints[place[j]];
                }
                fingerprints[place[alone[i]]] = (byte) (fingerprint(h) ^ others);
            }
            return new FuseFilter(seed, segment, length, fingerprints);
        }

        private void places(long h) {
            int p0 = (int) Math.unsignedMultiplyHigh(h, length);
            place[0] = p0;
            place[1] = p0 + segment ^ (int) (h >>> 18) & segment - 1;
            place[2] = p0 + 2 * segment ^ (int) h & segment - 1;
        }
    }
}
