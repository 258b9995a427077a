package reel.store.pack;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import reel.store.layout.Cloak;
import reel.store.layout.Le;
import reel.store.layout.Trailer;
import reel.stream.Corrupt;
import reel.stream.chunk.ChunkSizes;
import reel.stream.hash.Hash;
import reel.stream.seal.Codec;
import reel.stream.seal.Compressibility;

/// A pack's footer in memory, every row checked against the pack's bounds. Immutable.
public final class PackTable {
    private final MemorySegment bytes;
    private final int kind;
    private final int frames;
    private final int chunks;
    private final long chunkRows;
    private final int[] firstChunks;
    private long framesEnd;

    private PackTable(MemorySegment bytes, int kind, int frames, int chunks) {
        this.bytes = bytes;
        this.kind = kind;
        this.frames = frames;
        this.chunks = chunks;
        this.chunkRows = PackLayout.FOOTER_HEADER_BYTES + (long) frames * PackLayout.FRAME_ROW_BYTES;
        this.firstChunks = new int[frames];
    }

    /// @param bytes the footer; kept @param at where it lies in the pack
    static PackTable decode(MemorySegment bytes, long at, String thing) throws Corrupt {
        long size = bytes.byteSize();
        if (size < PackLayout.FOOTER_HEADER_BYTES || bytes.get(Le.INT, 0) != PackLayout.FOOTER_MAGIC) {
            throw new Corrupt(thing, at, "a footer", size + " other bytes");
        }
        long frames = Le.unsigned(bytes, 8);
        long chunks = Le.unsigned(bytes, 12);
        long references = Le.unsigned(bytes, 16);
        long expected = PackLayout.FOOTER_HEADER_BYTES
                + frames * PackLayout.FRAME_ROW_BYTES
                + chunks * PackLayout.CHUNK_ROW_BYTES
                + references * Hash.BYTES;
        if (expected != size || chunks > PackLayout.MAX_PACK_CHUNKS || references > chunks || frames > chunks) {
            String counts = frames + " frames, " + chunks + " chunks, " + references + " references";
            throw new Corrupt(thing, at + 8, "counts that make up " + size + " bytes", counts);
        }
        PackTable table = new PackTable(bytes, bytes.get(ValueLayout.JAVA_BYTE, 4) & 0xff, (int) frames, (int) chunks);
        table.checkFrames(at, thing);
        table.checkChunks(at, thing);
        return table;
    }

    private void checkFrames(long end, String thing) throws Corrupt {
        long next = PackLayout.HEADER_BYTES;
        long counted = 0;
        for (int f = 0; f < frames; f++) {
            long plain = Integer.toUnsignedLong(framePlainBytes(f));
            long sealed = Integer.toUnsignedLong(frameSealedBytes(f));
            int count = frameChunks(f);
            boolean inside = frameOffset(f) == next
                    && plain <= PackLayout.MAX_FRAME_PLAIN_BYTES
                    && sealed <= plain + PackLayout.MAX_SEAL_BYTES
                    && sealed <= end - next
                    && plain >= (long) count * PackLayout.LENGTH_BYTES;
            if (!inside || count < 1 || count > PackLayout.MAX_FRAME_CHUNKS) {
                throw new Corrupt(thing, end, "frame rows inside the pack", "an impossible row for frame " + f);
            }
            next = Le.align(next + PackLayout.FRAME_HEADER_BYTES + sealed);
            firstChunks[f] = (int) counted;
            counted += count;
        }
        long unpadded = next + bytes.byteSize() + Trailer.BYTES;
        if (counted != chunks || next > end || end - next > Cloak.maxPadding(unpadded)) {
            throw new Corrupt(
                    thing, end, chunks + " chunks in frames up to byte " + end, counted + " up to byte " + next);
        }
        framesEnd = next;
    }

    private void checkChunks(long at, String thing) throws Corrupt {
        int chunk = 0;
        for (int f = 0; f < frames; f++) {
            long room = framePlainBytes(f) - (long) frameChunks(f) * PackLayout.LENGTH_BYTES;
            long next = 0;
            for (int i = 0; i < frameChunks(f); i++, chunk++) {
                long offset = Integer.toUnsignedLong(chunkOffset(chunk));
                boolean plain = chunkForm(chunk) == PackLayout.FORM_PLAIN;
                long stored = plain ? chunkLength(chunk) : 0;
                boolean follows = plain ? offset == next : offset >= next;
                if (chunkFrame(chunk) != f
                        || !follows
                        || offset + stored > room
                        || chunkLength(chunk) < 1
                        || chunkLength(chunk) > ChunkSizes.LIMIT_BYTES) {
                    throw new Corrupt(thing, at, "chunk rows inside their frames", "an impossible row " + chunk);
                }
                next = offset + stored;
            }
        }
    }

    public int kind() {
        return kind;
    }

    public int frames() {
        return frames;
    }

    public int chunks() {
        return chunks;
    }

    /// Where the last frame ends; zeros follow up to the footer.
    long framesEnd() {
        return framesEnd;
    }

    private long frameRow(int frame) {
        return PackLayout.FOOTER_HEADER_BYTES + (long) frame * PackLayout.FRAME_ROW_BYTES;
    }

    public long frameOffset(int frame) {
        return bytes.get(Le.LONG, frameRow(frame));
    }

    public int frameSealedBytes(int frame) {
        return bytes.get(Le.INT, frameRow(frame) + 8);
    }

    public int framePlainBytes(int frame) {
        return bytes.get(Le.INT, frameRow(frame) + 12);
    }

    int frameCrc(int frame) {
        return bytes.get(Le.INT, frameRow(frame) + 16);
    }

    int frameCodec(int frame) {
        return bytes.get(ValueLayout.JAVA_BYTE, frameRow(frame) + 20) & 0xff;
    }

    public int frameChunks(int frame) {
        return bytes.get(Le.SHORT, frameRow(frame) + 22) & 0xffff;
    }

    /// The number of the frame's first chunk.
    int firstChunk(int frame) {
        return firstChunks[frame];
    }

    private long chunkRow(int chunk) {
        return chunkRows + (long) chunk * PackLayout.CHUNK_ROW_BYTES;
    }

    public Hash id(int chunk) {
        return Hash.read(bytes, chunkRow(chunk));
    }

    public int chunkFrame(int chunk) {
        return bytes.get(Le.INT, chunkRow(chunk) + 32);
    }

    int chunkOffset(int chunk) {
        return bytes.get(Le.INT, chunkRow(chunk) + 36);
    }

    public int chunkLength(int chunk) {
        return bytes.get(Le.INT, chunkRow(chunk) + 40) & PackLayout.LENGTH_MASK;
    }

    /// What is known of the chunk's compressibility from how it was sealed.
    public Compressibility compressibility(int chunk) {
        int codec = frameCodec(chunkFrame(chunk));
        return codec == Codec.RAW.code() ? Compressibility.NEVER : Compressibility.LIKELY;
    }

    int chunkForm(int chunk) {
        return bytes.get(Le.INT, chunkRow(chunk) + 40) >>> PackLayout.FORM_SHIFT;
    }
}
