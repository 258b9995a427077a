package reel.history.commit;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import reel.store.ChunkWriter;
import reel.store.Chunks;
import reel.store.Kind;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Commits in a store. Thread-safe; keeps the last few thousand that were read.
public final class Commits {
    /// About 1 KiB each: 4 MiB.
    private static final int CACHED = 4096;

    private final Chunks chunks;
    private final Map<Hash, Commit> cache = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Commit> eldest) {
            return size() > CACHED;
        }
    });

    public Commits(Chunks chunks) {
        this.chunks = chunks;
    }

    /// Puts the commit; it is durable when the writer is flushed. @return its id
    public static Hash write(ChunkWriter writer, Commit commit) throws IOException {
        MemorySegment bytes = MemorySegment.ofArray(commit.encode());
        Hash id = Blake3.hash(bytes);
        writer.put(Kind.META, id, bytes, Compressibility.LIKELY);
        return id;
    }

    /// [reel.stream.Missing] for an id that is not stored, [reel.stream.Corrupt] for one that is no commit.
    public Commit read(Hash id) throws IOException {
        Commit cached = cache.get(id);
        if (cached == null) {
            cached = Commit.decode(chunks.read(id, Commit.MAX_BYTES), "commit " + id);
            // A long message is not worth its place.
            if (cached.message().length() <= 2048) {
                cache.put(id, cached);
            }
        }
        return cached;
    }
}
