package reel.media.isobmff;

import org.jspecify.annotations.Nullable;

/// Where a track's samples lie, read from `stsc`, `stco` or `co64`, `stsz` or `stz2` and `stss` as they stand in
/// memory. Every count was checked against its box.
public final class SampleTable {
    private static final int STSC_ENTRY = 12;
    private static final int SIZES_AT = 12;

    private final Box chunks;
    private final boolean longOffsets;
    private final int chunkCount;
    private final Box perChunk;
    private final int perChunkCount;
    private final Box sizes;
    private final int sizeBits;
    private final long sampleCount;
    private final long sameSize;
    private final @Nullable Box sync;
    private final int syncCount;

    private SampleTable(Box stbl) throws Unreadable {
        Box stco = stbl.child("stco");
        this.longOffsets = stco == null;
        this.chunks = stco == null ? stbl.require("co64") : stco;
        this.chunkCount = chunks.count(4, longOffsets ? 8 : 4);
        this.perChunk = stbl.require("stsc");
        this.perChunkCount = perChunk.count(4, STSC_ENTRY);
        if (perChunkCount > 0 && perChunk.body().getInt(8) != 1) {
            throw new Unreadable("stsc does not begin at the first chunk");
        }
        Box stsz = stbl.child("stsz");
        this.sizes = (stsz == null ? stbl.require("stz2") : stsz).atLeast(SIZES_AT);
        if (stsz == null) {
            this.sameSize = 0;
            this.sizeBits = sizes.body().get(7) & 0xff;
            if (sizeBits != 4 && sizeBits != 8 && sizeBits != 16) {
                throw new Unreadable("stz2 has fields of " + sizeBits + " bits");
            }
        } else {
            this.sameSize = Integer.toUnsignedLong(sizes.body().getInt(4));
            this.sizeBits = 32;
        }
        this.sampleCount = Integer.toUnsignedLong(sizes.body().getInt(8));
        if (sameSize == 0 && (sampleCount * sizeBits + 7) / 8 > sizes.body().limit() - SIZES_AT) {
            throw new Unreadable("the table of sizes says more samples than it has");
        }
        this.sync = stbl.child("stss");
        this.syncCount = sync == null ? 0 : sync.count(4, 4);
    }

    static SampleTable of(Box stbl) throws Unreadable {
        return new SampleTable(stbl);
    }

    public long samples() {
        return sampleCount;
    }

    /// Whether some samples need others: then only sync samples can be begun at.
    public boolean hasSyncSamples() {
        return sync != null;
    }

    /// How many samples can be begun at; meaningless without [#hasSyncSamples].
    public int syncSamples() {
        return syncCount;
    }

    /// Bytes of all samples.
    public long bytes() throws Unreadable {
        if (sameSize != 0) {
            return sampleCount * sameSize;
        }
        long sum = 0;
        for (long i = 0; i < sampleCount; i++) {
            sum += size(i);
        }
        return sum;
    }

    private long size(long sample) {
        if (sameSize != 0) {
            return sameSize;
        }
        return switch (sizeBits) {
            case 32 -> Integer.toUnsignedLong(sizes.body().getInt(SIZES_AT + 4 * (int) sample));
            case 16 -> sizes.body().getShort(SIZES_AT + 2 * (int) sample) & 0xffff;
            case 8 -> sizes.body().get(SIZES_AT + (int) sample) & 0xff;
            default -> sizes.body().get(SIZES_AT + (int) (sample / 2)) >> (sample % 2 == 0 ? 4 : 0) & 0xf;
        };
    }

    private long chunkOffset(int chunk) {
        return longOffsets
                ? chunks.body().getLong(8 + 8 * chunk)
                : Integer.toUnsignedLong(chunks.body().getInt(8 + 4 * chunk));
    }

    /// Every chunk in the table's order, as one extent each; chunks that `stsc` gives no sample are left out.
    /// `syncOffsets` hears of each sync sample, in a file that has them.
    ///
    /// @throws Unreadable where the tables contradict each other
    public void walk(Extents extents, Extents syncOffsets) throws Unreadable {
        long sample = 0;
        int entry = -1;
        long nextFirst = 1;
        long samplesHere = 0;
        int syncAt = 0;
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            while (chunk + 1L >= nextFirst) {
                entry++;
                if (entry >= perChunkCount) {
                    throw new Unreadable("stsc has no samples for a chunk");
                }
                samplesHere = Integer.toUnsignedLong(perChunk.body().getInt(8 + STSC_ENTRY * entry + 4));
                long next = entry + 1 < perChunkCount
                        ? Integer.toUnsignedLong(perChunk.body().getInt(8 + STSC_ENTRY * (entry + 1)))
                        : Long.MAX_VALUE;
                if (next <= chunk + 1L && entry + 1 < perChunkCount) {
                    throw new Unreadable("stsc is out of order");
                }
                nextFirst = next;
            }
            long last = Math.min(sampleCount, sample + samplesHere);
            long offset = chunkOffset(chunk);
            long bytes = 0;
            if (sameSize != 0 && sync == null) {
                bytes = Math.multiplyHigh(last - sample, sameSize) == 0 ? (last - sample) * sameSize : -1;
            } else {
                for (; sample < last; sample++) {
                    if (sync != null && syncAt < syncCount && syncNumber(syncAt) == sample + 1) {
                        syncOffsets.add(offset + bytes, size(sample));
                        syncAt++;
                    }
                    bytes += size(sample);
                }
            }
            if (offset < 0 || bytes < 0 || offset + bytes < 0) {
                throw new Unreadable("a chunk lies beyond everything");
            }
            sample = last;
            if (bytes > 0) {
                extents.add(offset, bytes);
            }
        }
        if (sample < sampleCount) {
            throw new Unreadable("the chunks hold fewer samples than there are sizes");
        }
    }

    private long syncNumber(int index) {
        return sync == null ? 0 : Integer.toUnsignedLong(sync.body().getInt(8 + 4 * index));
    }
}
