package reel.history.manifest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.store.MemoryChunks;
import reel.stream.RandomReader;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Hash;

/// Files and stores that the tests of this package share.
final class Sample {
    static final FileSettings BALANCED = FileSettings.of(ChunkProfile.BALANCED.chunker());

    private Sample() {}

    static byte[] noise(long seed, int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    static RandomReader reader(byte[] bytes) {
        return RandomReader.of(MemorySegment.ofArray(bytes));
    }

    /// Writes one file durably.
    static Content write(Chunks chunks, byte[] bytes, FileSettings settings) throws IOException {
        try (MemoryBudget budget = MemoryBudget.tracked(256 << 20);
                ChunkWriter writer = chunks.writer()) {
            Content content = new ContentWriter(writer, budget).write(reader(bytes), "sample", settings);
            writer.flush();
            return content;
        }
    }

    static Content write(Chunks chunks, byte[] bytes) throws IOException {
        return write(chunks, bytes, BALANCED);
    }

    /// Restores the whole file through a sink that insists on file order.
    static byte[] restore(Chunks chunks, Content content) throws IOException {
        byte[] bytes = new byte[(int) content.size()];
        long[] at = {0};
        try (MemoryBudget budget = MemoryBudget.tracked(256 << 20)) {
            new ContentReader(chunks, budget).copyTo(content, (offset, piece) -> {
                if (offset != at[0]) {
                    throw new AssertionError("piece at " + offset + " after byte " + at[0]);
                }
                MemorySegment.copy(piece, 0, MemorySegment.ofArray(bytes), offset, piece.byteSize());
                at[0] += piece.byteSize();
            });
        }
        if (at[0] != bytes.length) {
            throw new AssertionError("restored " + at[0] + " of " + bytes.length + " bytes");
        }
        return bytes;
    }

    /// Every chunk of a content, nodes and leaves.
    static Set<Hash> ids(Chunks chunks, Content content) throws IOException {
        Set<Hash> ids = new HashSet<>();
        try (MemoryBudget budget = MemoryBudget.tracked(1 << 20)) {
            new ContentReader(chunks, budget).forEachChunk(content, (id, height, offset, length) -> ids.add(id));
        }
        return ids;
    }

    /// Bytes of all chunks that `now` has and `before` has not: what an edit costs.
    static long newBytes(MemoryChunks chunks, Content before, Content now) throws IOException {
        Set<Hash> ids = ids(chunks, now);
        ids.removeAll(ids(chunks, before));
        long bytes = 0;
        for (Hash id : ids) {
            bytes += chunks.length(id);
        }
        return bytes;
    }
}
