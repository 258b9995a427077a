package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// A chunk of a test: bytes, their id, and how it is put.
public record Chunk(Kind kind, Hash id, byte[] bytes, Compressibility hint) {
    public static Chunk of(Kind kind, byte[] bytes, Compressibility hint) {
        return new Chunk(kind, Blake3.hash(bytes), bytes, hint);
    }

    /// Noise of `length` bytes.
    public static Chunk noise(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return of(Kind.DATA, bytes, Compressibility.NEVER);
    }

    /// Chunks of every kind, compressibility and length up to `maxBytes`, some of them twice.
    public static List<Chunk> mixed(RandomGenerator random, int count, int maxBytes) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i > 0 && random.nextInt(8) == 0) {
                chunks.add(chunks.get(random.nextInt(i)));
                continue;
            }
            byte[] bytes = new byte[1 + random.nextInt(maxBytes)];
            random.nextBytes(bytes);
            Compressibility hint = Compressibility.values()[random.nextInt(3)];
            if (hint != Compressibility.NEVER && random.nextInt(4) != 0) {
                for (int b = 0; b < bytes.length; b++) {
                    bytes[b] = (byte) ('a' + (bytes[b] & 3));
                }
            }
            chunks.add(of(Kind.values()[random.nextInt(2)], bytes, hint));
        }
        return chunks;
    }

    public boolean putInto(ChunkWriter writer) throws IOException {
        return writer.put(kind, id, MemorySegment.ofArray(bytes), hint);
    }

    public static void putAll(Chunks store, List<Chunk> chunks) throws IOException {
        try (ChunkWriter writer = store.writer()) {
            for (Chunk chunk : chunks) {
                chunk.putInto(writer);
            }
            writer.flush();
        }
    }
}
