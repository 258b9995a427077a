package reel.store.gc;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import reel.store.index.ChunkIndex;
import reel.store.index.PendingIds;
import reel.store.layout.PackId;
import reel.store.pack.PackReader;
import reel.store.pack.PackStream;
import reel.store.pack.PackTable;
import reel.store.pack.Packs;
import reel.store.pack.Places;
import reel.stream.buffer.Lease;
import reel.stream.chunk.ChunkSizes;
import reel.stream.hash.Hash;

/// Copies the living chunks of some packs of one kind into new packs and indexes them.
final class Rewriter implements AutoCloseable {
    private static final int MAX_PENDING = 1 << 18;

    private final ChunkIndex index;
    private final Packs packs;
    private final PackStream.Settings settings;
    private final Collector.ChunkSource chunks;
    private final Places places = new Places();
    private final PendingIds pending = new PendingIds();
    private final PackStream stream;
    private final List<PackId> made = new ArrayList<>();

    /// @param avoided names that the new packs do not get
    Rewriter(
            ChunkIndex index,
            Packs packs,
            PackStream.Settings settings,
            Collector.ChunkSource chunks,
            int kind,
            Predicate<Hash> avoided) {
        this.index = index;
        this.packs = packs;
        this.settings = settings;
        this.chunks = chunks;
        this.stream = new PackStream(settings, kind, places, avoided);
    }

    void copy(PackUse use) throws IOException {
        PackReader reader = packs.enter(use.pack().id());
        try {
            PackTable table = reader.table();
            int largest = 1;
            for (int chunk = 0; chunk < table.chunks(); chunk++) {
                largest = Math.max(largest, table.chunkLength(chunk));
            }
            try (Lease buffer = settings.budget().lease(Math.min(largest, ChunkSizes.LIMIT_BYTES))) {
                for (int chunk = 0; chunk < table.chunks(); chunk++) {
                    if (use.isLive(chunk)) {
                        copyChunk(table, chunk, buffer.segment());
                    }
                }
            }
        } finally {
            reader.leave();
        }
    }

    /// Copies one chunk.
    void copy(PackUse use, int chunk) throws IOException {
        PackReader reader = packs.enter(use.pack().id());
        try (Lease buffer = settings.budget().lease(reader.table().chunkLength(chunk))) {
            copyChunk(reader.table(), chunk, buffer.segment());
        } finally {
            reader.leave();
        }
    }

    private void copyChunk(PackTable table, int chunk, MemorySegment buffer) throws IOException {
        Hash id = table.id(chunk);
        if (pending.contains(id)) {
            return;
        }
        MemorySegment bytes = buffer.asSlice(0, table.chunkLength(chunk));
        chunks.read(id, bytes);
        pending.add(id, stream.put(id, bytes, table.compressibility(chunk)));
        if (pending.size() >= MAX_PENDING) {
            publish();
        }
    }

    private void publish() throws IOException {
        stream.finish();
        int entries = pending.size();
        if (entries > 0) {
            made.addAll(places.packs());
            index.add(pending.drain(places::pack, places::ordinal), entries, places.packs());
            places.clear();
        }
    }

    /// Makes everything copied durable and findable. @return the new packs
    List<PackId> finish() throws IOException {
        publish();
        return made;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
