package reel.stream.chunk;

import java.util.ArrayList;
import java.util.List;

/// The readable twin of [FastCdc]: one byte at a time, straight from the definition, and with the hash that the
/// published vectors list.
final class ReferenceFastCdc {
    record Chunk(long hash, int length) {}

    private final ChunkSizes sizes;
    private final long maskS;
    private final long maskL;
    private final long seed;

    ReferenceFastCdc(ChunkSizes sizes, int level, long seed) {
        int bits = Integer.numberOfTrailingZeros(sizes.avg());
        this.sizes = sizes;
        this.maskS = Gear.mask(bits + level);
        this.maskL = Gear.mask(bits - level);
        this.seed = seed;
    }

    List<Chunk> chunks(byte[] data) {
        List<Chunk> chunks = new ArrayList<>();
        for (int start = 0; start < data.length; ) {
            Chunk chunk = next(data, start);
            chunks.add(chunk);
            start += chunk.length;
        }
        return chunks;
    }

    private Chunk next(byte[] data, int start) {
        int remaining = Math.min(data.length - start, sizes.max());
        if (remaining <= sizes.min()) {
            return new Chunk(0, remaining);
        }
        int center = Math.min(sizes.avg(), remaining) / 2 * 2;
        long hash = 0;
        for (int at = sizes.min() / 2 * 2; at < remaining / 2 * 2; at++) {
            boolean even = at % 2 == 0;
            hash = (hash << 1) + (Gear.TABLE[data[start + at] & 0xff] ^ seed);
            if ((hash & (at < center ? maskS : maskL)) == 0) {
                // The published hash of an even cut is the one moved left for the pair.
                return new Chunk(even ? hash << 1 : hash, at);
            }
        }
        return new Chunk(hash, remaining);
    }
}
