package reel.store.pack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.store.layout.Cloak;
import reel.stream.Corrupt;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// The packs of a backend, opened when they are needed and kept while they are used. Thread-safe.
public final class Packs implements AutoCloseable {
    /// Footers of 128 packs are about 20 MiB and cover 8 GiB of neighbourhood.
    private static final int MAX_OPEN = 128;

    /// Opened frames beside those in use; two dozen serve a few threads that read different files.
    private static final long CACHE_BYTES = 24 << 20;

    private final Backend backend;
    private final MemoryBudget budget;
    private final Cloak cloak;
    private final FrameCache cache;
    private final Map<Hash, PackReader> open = new LinkedHashMap<>(16, 0.75f, true);

    public Packs(Backend backend, MemoryBudget budget, Cloak cloak) {
        this.backend = backend;
        this.budget = budget;
        this.cloak = cloak;
        this.cache = new FrameCache(Math.min(CACHE_BYTES, budget.limitBytes() / 8));
    }

    /// Reads chunk number `chunk` of a pack into all of `into`, checked against `id`.
    public void read(Hash pack, int chunk, Hash id, MemorySegment into) throws IOException {
        PackReader reader = enter(pack);
        try {
            checkRow(reader, chunk, id);
            reader.read(chunk, id, into, cache, budget, cloak);
        } finally {
            reader.leave();
        }
    }

    /// Length of chunk number `chunk` of a pack, whose id must be `id`.
    public int length(Hash pack, int chunk, Hash id) throws IOException {
        PackReader reader = enter(pack);
        try {
            checkRow(reader, chunk, id);
            return reader.table().chunkLength(chunk);
        } finally {
            reader.leave();
        }
    }

    /// The chunk's share of its sealed frame, in bytes, rounded up.
    public long storedBytes(Hash pack, int chunk, Hash id) throws IOException {
        PackReader reader = enter(pack);
        try {
            checkRow(reader, chunk, id);
            PackTable table = reader.table();
            int frame = table.chunkFrame(chunk);
            long share = (long) table.frameSealedBytes(frame) * table.chunkLength(chunk);
            return Math.ceilDiv(share, table.framePlainBytes(frame));
        } finally {
            reader.leave();
        }
    }

    private static void checkRow(PackReader reader, int chunk, Hash id) throws Corrupt {
        if (chunk >= reader.table().chunks() || !reader.table().id(chunk).equals(id)) {
            throw new Corrupt(
                    "index",
                    -1,
                    "chunk " + id + " at row " + chunk + " of pack " + reader.id(),
                    "another chunk there",
                    "Run `reel fsck --repair-index`.",
                    null);
        }
    }

    /// An open pack; the caller calls [PackReader#leave].
    public PackReader enter(Hash pack) throws IOException {
        PackReader reader = find(pack);
        if (reader != null) {
            return reader;
        }
        PackReader fresh = PackReader.open(backend, pack);
        return keep(fresh);
    }

    private synchronized @Nullable PackReader find(Hash pack) {
        PackReader reader = open.get(pack);
        return reader != null && reader.tryEnter() ? reader : null;
    }

    private synchronized PackReader keep(PackReader fresh) {
        PackReader earlier = open.get(fresh.id());
        if (earlier != null && earlier.tryEnter()) {
            fresh.leave();
            return earlier;
        }
        open.put(fresh.id(), fresh);
        Iterator<PackReader> eldest = open.values().iterator();
        while (open.size() > MAX_OPEN) {
            PackReader evicted = eldest.next();
            eldest.remove();
            evicted.leave();
        }
        if (!fresh.tryEnter()) {
            throw new IllegalStateException("a pack was closed while it was opened");
        }
        return fresh;
    }

    /// Forgets an open pack, before it is deleted.
    public synchronized void forget(Hash pack) {
        PackReader reader = open.remove(pack);
        if (reader != null) {
            reader.leave();
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(PackReader::leave);
        open.clear();
        cache.close();
    }
}
