package reel.stream.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// FastCDC v2020 (Xia et al., "The Design of Fast Content-Defined Chunking for Data Deduplication Based Storage
/// Systems", IEEE TPDS 2020), with the published table and masks: the cuts are those of the Rust crate `fastcdc` 4.
///
/// The least length is skipped unhashed; from there to the average a mask with `level` more bits makes a match
/// rarer, beyond it one with `level` fewer makes it likelier. Bytes are taken in pairs, hence three quirks that are
/// part of the format: hashing starts at the even position at or below `min`, a last odd byte is never tested, and
/// the byte that matched belongs to the next chunk.
final class FastCdc implements Chunker {
    /// Greatest normalisation level.
    static final int MAX_LEVEL = 3;

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
        final long oddSeed = seed;
        final long evenSeed = seed << 1;
        final int end = length & ~1;
        final int normal = Math.min(sizes.avg(), length) & ~1;
        int at = sizes.min() & ~1;
        long hash = 0;
        long mask = rareMask;
        int stop = normal;
        while (true) {
            while (at < stop) {
                long shifted = hash << 2;
                long first = Gear.SHIFTED[window.get(ValueLayout.JAVA_BYTE, from + at) & 0xff] ^ evenSeed;
                long second = Gear.TABLE[window.get(ValueLayout.JAVA_BYTE, from + at + 1) & 0xff] ^ oddSeed;
                if ((shifted + first & mask << 1) == 0) {
                    return at;
                }
                hash = shifted + (first + second);
                if ((hash & mask) == 0) {
                    return at + 1;
                }
                at += 2;
            }
            if (stop == end) {
                return length;
            }
            stop = end;
            mask = likelyMask;
        }
    }
}
