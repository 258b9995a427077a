package reel.store.index;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import reel.store.layout.Le;

/// The numbers of docs/format/index.md.
final class RunLayout {
    static final long MAGIC = Le.magic("REELRUN1");
    static final int DIRECTORY_MAGIC = (int) Le.magic("RDIR");
    static final int HEADER_BYTES = 16;
    static final int ENTRY_BYTES = 32;
    static final int DIRECTORY_HEADER_BYTES = 24;
    static final int SHARD_ROW_BYTES = 40;
    static final int PACK_ROW_BYTES = 40;

    /// About a MiB of entries: read whole at first use, and small enough to build its filter in cache.
    static final int SHARD_ENTRIES = 32768;

    static final int MAX_SHARD_BITS = 20;

    /// Ids are kept in their own byte order.
    static final ValueLayout.OfLong ID_WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private RunLayout() {}

    static int shardBits(long entries) {
        int bits = 0;
        while (bits < MAX_SHARD_BITS && entries >> bits > SHARD_ENTRIES) {
            bits++;
        }
        return bits;
    }

    /// The number of the shard that holds ids starting with `w0`.
    static int shard(long w0, int bits) {
        return bits == 0 ? 0 : (int) (w0 >>> 64 - bits);
    }

    static int compare(long a0, long a1, long a2, long b0, long b1, long b2) {
        if (a0 != b0) {
            return Long.compareUnsigned(a0, b0);
        }
        return a1 != b1 ? Long.compareUnsigned(a1, b1) : Long.compareUnsigned(a2, b2);
    }
}
