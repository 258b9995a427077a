package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.chunk.ChunkSizes;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Chunks in a map: the fake that upper rooms test against, as strict as [ChunkStore].
///
/// What a session has put is found only after its flush, and every id is checked when it is put and when it is read.
public final class MemoryChunks implements Chunks {
    private final Map<Hash, byte[]> chunks = new ConcurrentHashMap<>();

    @Override
    public boolean contains(Hash id) {
        return chunks.containsKey(id);
    }

    @Override
    public int length(Hash id) throws Missing {
        return find(id).length;
    }

    @Override
    public void read(Hash id, MemorySegment into) throws IOException {
        byte[] bytes = find(id);
        if (into.byteSize() != bytes.length) {
            throw new IllegalArgumentException(
                    "chunk " + id + " has " + bytes.length + " bytes, not " + into.byteSize());
        }
        Hash actual = Blake3.hash(bytes);
        if (!actual.equals(id)) {
            throw new Corrupt("chunk " + id, -1, "BLAKE3 " + id, actual.toString());
        }
        MemorySegment.copy(bytes, 0, into, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    @Override
    public ChunkWriter writer() {
        return new Session();
    }

    @Override
    public Hold hold() {
        return new Session();
    }

    /// Every id that is stored, now.
    public Set<Hash> ids() {
        return Set.copyOf(chunks.keySet());
    }

    /// Forgets a chunk, as damage would. @return whether it was there
    public boolean lose(Hash id) {
        return chunks.remove(id) != null;
    }

    /// Replaces a chunk's bytes by others, as damage would: reading it is [Corrupt] from now on.
    public void damage(Hash id, byte[] bytes) {
        chunks.put(id, bytes.clone());
    }

    private byte[] find(Hash id) throws Missing {
        byte[] bytes = chunks.get(id);
        if (bytes == null) {
            throw new Missing("chunk " + id, "not in this store");
        }
        return bytes;
    }

    private final class Session implements ChunkWriter {
        private final Map<Hash, byte[]> pending = new ConcurrentHashMap<>();
        private Stored stored = new Stored(0, 0, 0, 0, 0);

        @Override
        public synchronized boolean put(Kind kind, Hash id, MemorySegment bytes, Compressibility hint) {
            int length = (int) bytes.byteSize();
            if (length < 1
                    || length > ChunkSizes.LIMIT_BYTES
                    || !Blake3.hash(bytes).equals(id)) {
                throw new IllegalArgumentException("chunk " + id + ": " + length + " bytes or not their id");
            }
            boolean isNew =
                    !chunks.containsKey(id) && pending.putIfAbsent(id, bytes.toArray(ValueLayout.JAVA_BYTE)) == null;
            int added = isNew ? length : 0;
            stored = new Stored(
                    stored.chunks() + 1,
                    stored.newChunks() + (isNew ? 1 : 0),
                    stored.bytes() + length,
                    stored.newBytes() + added,
                    stored.storedBytes() + added);
            return isNew;
        }

        @Override
        public synchronized void flush() {
            chunks.putAll(pending);
            pending.clear();
        }

        @Override
        public synchronized Stored stored() {
            return stored;
        }

        @Override
        public long floor() {
            return 0;
        }

        @Override
        public void requireNotSwept(long swept) {
            // Nothing is ever collected here.
        }

        @Override
        public synchronized void close() {
            pending.clear();
        }
    }
}
