package reel.stream.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// FastCDC v2020 (Xia et al., "The Design of Fast Content-Defined Chunking for Data Deduplication Based Storage
/// Systems", IEEE TPDS 2020), with the published table and masks: the cuts are those of the Rust crate `fastcdc` 4.
///
/// The least length is skipped unhashed; from there to the average a mask with `level` more bits makes a match
/// rarer, beyond it one with `level` fewer makes it likelier. The paper takes bytes in pairs, hence three quirks that
/// are part of the format: hashing starts at the even position at or below `min`, the average and a chunk's greatest
/// length count down to an even one, and the byte that matched belongs to the next chunk. Working byte by byte, or
/// eight at a time, finds the same cuts.
final class FastCdc implements Chunker {
    /// Greatest normalisation level.
    static final int MAX_LEVEL = 3;

    private static final ValueLayout.OfLong LITTLE_ENDIAN =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ChunkSizes sizes;
    private final long rareMask;
    private final long likelyMask;
    private final long seed;

    /// @param level normalisation, 0 (none) to 3 (lengths close to the average); the format's default is 1
    /// @param seed  XORed into every entry of the table, so that the cuts of two repositories tell nothing of each
    ///              other; 0 for the published cuts
    FastCdc(ChunkSizes sizes, int level, long seed) {
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException("normalisation level " + level + ": need 0 to " + MAX_LEVEL);
        }
        int bits = Integer.numberOfTrailingZeros(sizes.avg());
        this.sizes = sizes;
        this.rareMask = Gear.mask(bits + level);
        this.likelyMask = Gear.mask(bits - level);
        this.seed = seed;
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

    /// The first match in the chunk that starts at `from`, or `length`.
    private int scan(MemorySegment window, long from, int length) {
        int normal = Math.min(sizes.avg(), length) & ~1;
        int end = length & ~1;
        long hash = 0;
        int at = sizes.min() & ~1;
        long mask = rareMask;
        int stop = normal;
        while (true) {
            // Eight bytes a turn: one checked access, and the eight tests stay off the chain of shifts and adds.
            for (; at + Long.BYTES <= stop; at += Long.BYTES) {
                long word = window.get(LITTLE_ENDIAN, from + at);
                long hash0 = (hash << 1) + entry(word);
                long hash1 = (hash0 << 1) + entry(word >>> 8);
                long hash2 = (hash1 << 1) + entry(word >>> 16);
                long hash3 = (hash2 << 1) + entry(word >>> 24);
                long hash4 = (hash3 << 1) + entry(word >>> 32);
                long hash5 = (hash4 << 1) + entry(word >>> 40);
                long hash6 = (hash5 << 1) + entry(word >>> 48);
                hash = (hash6 << 1) + entry(word >>> 56);
                if ((hash0 & mask) == 0) {
                    return at;
                }
                if ((hash1 & mask) == 0) {
                    return at + 1;
                }
                if ((hash2 & mask) == 0) {
                    return at + 2;
                }
                if ((hash3 & mask) == 0) {
                    return at + 3;
                }
                if ((hash4 & mask) == 0) {
                    return at + 4;
                }
                if ((hash5 & mask) == 0) {
                    return at + 5;
                }
                if ((hash6 & mask) == 0) {
                    return at + 6;
                }
                if ((hash & mask) == 0) {
                    return at + 7;
                }
            }
            for (; at < stop; at++) {
                hash = (hash << 1) + entry(window.get(ValueLayout.JAVA_BYTE, from + at));
                if ((hash & mask) == 0) {
                    return at;
                }
            }
            if (stop == end) {
                return length;
            }
            stop = end;
            mask = likelyMask;
        }
    }

    private long entry(long low) {
        return Gear.TABLE[(int) low & 0xff] ^ seed;
    }
}
