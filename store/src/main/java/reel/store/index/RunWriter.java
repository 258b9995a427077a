package reel.store.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Spooling.Spool;
import reel.store.layout.Cloak;
import reel.store.layout.Le;
import reel.store.layout.PackId;
import reel.store.layout.Spools;
import reel.store.layout.StoreNames;
import reel.store.layout.Trailer;
import reel.stream.hash.Hash;

/// Writes one run from entries in order, shard by shard, in memory that does not depend on their number.
final class RunWriter implements AutoCloseable {
    private static final int OUT_BYTES = 256 << 10;

    private final Spool spool;
    private final Cloak cloak;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out = arena.allocate(OUT_BYTES, 8);
    private final int bits;
    private final MemorySegment shardRows;
    private final CRC32C crc = new CRC32C();
    private int used;
    private int summed;
    private long written;
    private long entries;

    private int shard;
    private long shardStart = RunLayout.HEADER_BYTES;
    private int shardEntries;
    private long[] keys = new long[1024];

    private final DistinctPlaces places = new DistinctPlaces();

    private RunWriter(Spool spool, Cloak cloak, long atMostEntries) {
        this.spool = spool;
        this.cloak = cloak;
        this.bits = RunLayout.shardBits(atMostEntries);
        this.shardRows = MemorySegment.ofArray(new long[RunLayout.SHARD_ROW_BYTES / 8 << bits]);
    }

    /// Writes and publishes the run; null when there is nothing to write.
    ///
    /// @param atMostEntries how many entries the walk has at most
    /// @param packs         what the walk's pack numbers mean
    static @Nullable Hash write(Backend backend, Cloak cloak, EntryCursor walk, long atMostEntries, List<PackId> packs)
            throws IOException {
        try (Spool spool = Spools.open(backend, "run");
                RunWriter writer = new RunWriter(spool, cloak, atMostEntries)) {
            writer.begin();
            while (walk.next()) {
                if (walk.pack() >= 0) {
                    writer.add(walk.w0(), walk.w1(), walk.w2(), walk.pack(), walk.chunk());
                }
            }
            return writer.entries == 0 ? null : writer.finish(packs);
        }
    }

    private void begin() {
        out.set(Le.LONG, 0, RunLayout.MAGIC);
        out.set(Le.LONG, 8, 0L);
        used = RunLayout.HEADER_BYTES;
        summed = used;
    }

    private void add(long w0, long w1, long w2, int pack, int chunk) throws IOException {
        if (!places.isNew(w0, w1, w2, pack, chunk)) {
            return;
        }
        while (shard < RunLayout.shard(w0, bits)) {
            finishShard();
        }
        if (used + RunLayout.ENTRY_BYTES > OUT_BYTES) {
            drain();
        }
        out.set(RunLayout.ID_WORD, used, w0);
        out.set(RunLayout.ID_WORD, used + 8, w1);
        out.set(RunLayout.ID_WORD, used + 16, w2);
        out.set(Le.INT, used + 24, pack);
        out.set(Le.INT, used + 28, chunk);
        used += RunLayout.ENTRY_BYTES;
        if (shardEntries == keys.length) {
            keys = Arrays.copyOf(keys, 2 * shardEntries);
        }
        keys[shardEntries++] = w1;
        entries++;
    }

    private void finishShard() throws IOException {
        FuseFilter filter = FuseFilter.build(keys, shardEntries);
        append(filter.fingerprints());
        checksum();
        long row = (long) shard * RunLayout.SHARD_ROW_BYTES;
        shardRows.set(Le.LONG, row, shardStart);
        shardRows.set(Le.LONG, row + 8, filter.seed());
        shardRows.set(Le.INT, row + 16, shardEntries);
        shardRows.set(Le.INT, row + 20, filter.fingerprints().length);
        shardRows.set(Le.INT, row + 24, filter.segment());
        shardRows.set(Le.INT, row + 28, filter.length());
        shardRows.set(Le.INT, row + 32, (int) crc.getValue());
        crc.reset();
        shard++;
        shardStart = written + used;
        shardEntries = 0;
    }

    /// Appends bytes and padding to a multiple of 8.
    private void append(byte[] bytes) throws IOException {
        int padded = (int) Le.align(bytes.length);
        for (int done = 0; done < padded; ) {
            if (used == OUT_BYTES) {
                drain();
            }
            int now = Math.min(padded - done, OUT_BYTES - used);
            int real = Math.clamp(bytes.length - done, 0, now);
            MemorySegment.copy(bytes, Math.min(done, bytes.length), out, ValueLayout.JAVA_BYTE, used, real);
            out.asSlice(used + real, now - real).fill((byte) 0);
            used += now;
            done += now;
        }
    }

    /// Takes into the shard's CRC what has been put since the last time.
    private void checksum() {
        crc.update(out.asSlice(summed, used - summed).asByteBuffer());
        summed = used;
    }

    private void drain() throws IOException {
        checksum();
        summed = 0;
        spool.append(out.asSlice(0, used));
        written += used;
        used = 0;
    }

    private Hash finish(List<PackId> packs) throws IOException {
        while (shard < 1 << bits) {
            finishShard();
        }
        drain();
        long rows = shardRows.byteSize();
        long size = RunLayout.DIRECTORY_HEADER_BYTES + rows + (long) packs.size() * RunLayout.PACK_ROW_BYTES;
        long padding = cloak.padding(written + size + Trailer.BYTES);
        if (padding > 0) {
            spool.append(arena.allocate(padding));
            written += padding;
        }
        MemorySegment end = arena.allocate(size + Trailer.BYTES, 8);
        end.set(Le.INT, 0, RunLayout.DIRECTORY_MAGIC);
        end.set(Le.INT, 4, bits);
        end.set(Le.LONG, 8, entries);
        end.set(Le.INT, 16, packs.size());
        MemorySegment.copy(shardRows, 0, end, RunLayout.DIRECTORY_HEADER_BYTES, rows);
        long at = RunLayout.DIRECTORY_HEADER_BYTES + rows;
        for (PackId pack : packs) {
            pack.id().write(end, at);
            end.set(Le.LONG, at + Hash.BYTES, pack.bytes());
            at += RunLayout.PACK_ROW_BYTES;
        }
        Trailer trailer = Trailer.of(written, end.asSlice(0, size), cloak);
        trailer.write(end, size);
        spool.append(end);
        spool.publish(StoreNames.run(trailer.id()));
        return trailer.id();
    }

    @Override
    public void close() {
        arena.close();
    }
}
