package reel.store.index;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.store.layout.Le;
import reel.stream.Corrupt;
import reel.stream.RandomReader;

/// A run's shards as checked memory: where they lie, if the run is mapped; else read one by one when they are needed.
///
/// Of a run that cannot be mapped (a remote or an encrypted one) the filters stay, about 10 bits a chunk, so that an
/// id which is not there costs no reading; entries come and go within [#MAX_LOADED_BYTES] for the whole process.
final class RunShards {
    /// Forty shards, or 1.3 million chunks.
    static final long MAX_LOADED_BYTES = 44 << 20;

    /// A shard has about 1.1 MiB; more than this is none of ours.
    private static final long MAX_SHARD_BYTES = 64 << 20;

    /// Bytes copied out of the mapping at a time to be checked.
    private static final int BLOCK_BYTES = 64 << 10;

    private static final Map<Key, MemorySegment> LOADED = new LinkedHashMap<>(16, 0.75f, true);
    private static long loadedBytes;

    private record Key(RunShards owner, int shard) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.owner == owner && key.shard == shard;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(owner) + shard;
        }
    }

    private final RandomReader object;
    private final @Nullable MemorySegment mapped;
    private final MemorySegment directory;
    private final String thing;
    private final int count;
    private final AtomicIntegerArray checked;
    private final AtomicReferenceArray<@Nullable MemorySegment> filters;

    /// @param mapped the whole object, or null @param directory checked
    RunShards(RandomReader object, @Nullable MemorySegment mapped, MemorySegment directory, String thing) {
        this.object = object;
        this.mapped = mapped;
        this.directory = directory;
        this.thing = thing;
        this.count = 1 << directory.get(Le.INT, 4);
        this.checked = new AtomicIntegerArray(mapped == null ? 0 : count);
        this.filters = new AtomicReferenceArray<>(mapped == null ? count : 0);
    }

    int count() {
        return count;
    }

    private static long row(int shard) {
        return RunLayout.DIRECTORY_HEADER_BYTES + (long) shard * RunLayout.SHARD_ROW_BYTES;
    }

    /// Where the shard begins in the object.
    long start(int shard) {
        return directory.get(Le.LONG, row(shard));
    }

    /// Where the last shard ends.
    long end() {
        return start(count - 1) + size(count - 1);
    }

    int entries(int shard) {
        return directory.get(Le.INT, row(shard) + 16);
    }

    private long entryBytes(int shard) {
        return Le.unsigned(directory, row(shard) + 16) * RunLayout.ENTRY_BYTES;
    }

    private long size(int shard) {
        return entryBytes(shard) + Le.align(Le.unsigned(directory, row(shard) + 20));
    }

    /// The shard whose entries the byte at `at` of the object belongs to.
    int shardAt(long at) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (start(middle) <= at) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// Whether the shard may hold an id whose second word is `w1`.
    boolean mayHold(int shard, long w1) throws IOException {
        long row = row(shard);
        long seed = directory.get(Le.LONG, row + 8);
        int segment = directory.get(Le.INT, row + 24);
        int length = directory.get(Le.INT, row + 28);
        if (mapped != null) {
            return FuseFilter.mayHold(shard(shard), entryBytes(shard), seed, segment, length, w1);
        }
        MemorySegment filter = filters.get(shard);
        if (filter == null) {
            MemorySegment bytes = shard(shard);
            filter = MemorySegment.ofArray(bytes.asSlice(entryBytes(shard)).toArray(ValueLayout.JAVA_BYTE));
            filters.set(shard, filter);
        }
        return FuseFilter.mayHold(filter, 0, seed, segment, length, w1);
    }

    /// The shard's entries and filter, their CRC checked.
    MemorySegment shard(int shard) throws IOException {
        MemorySegment whole = mapped;
        if (whole == null) {
            return loaded(shard);
        }
        MemorySegment bytes = whole.asSlice(start(shard), size(shard));
        if (checked.get(shard) == 0) {
            check(shard, bytes);
            checked.set(shard, 1);
        }
        return bytes;
    }

    private MemorySegment loaded(int shard) throws IOException {
        Key key = new Key(this, shard);
        synchronized (LOADED) {
            MemorySegment known = LOADED.get(key);
            if (known != null) {
                return known;
            }
        }
        long size = size(shard);
        if (size > MAX_SHARD_BYTES) {
            throw new Corrupt(thing, start(shard), "a shard of about 1 MiB", size + " bytes", Run.HINT, null);
        }
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) size]);
        object.read(start(shard), bytes);
        check(shard, bytes);
        keep(key, bytes);
        return bytes;
    }

    private static void keep(Key key, MemorySegment bytes) {
        synchronized (LOADED) {
            MemorySegment before = LOADED.put(key, bytes);
            loadedBytes += bytes.byteSize() - (before == null ? 0 : before.byteSize());
            Iterator<MemorySegment> eldest = LOADED.values().iterator();
            while (loadedBytes > MAX_LOADED_BYTES && LOADED.size() > 1) {
                loadedBytes -= eldest.next().byteSize();
                eldest.remove();
            }
        }
    }

    private void check(int shard, MemorySegment bytes) throws Corrupt {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[(int) Math.min(BLOCK_BYTES, bytes.byteSize())];
        for (long at = 0; at < bytes.byteSize(); at += block.length) {
            int length = (int) Math.min(block.length, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, block, 0, length);
            crc.update(block, 0, length);
        }
        int expected = directory.get(Le.INT, row(shard) + 32);
        if ((int) crc.getValue() != expected) {
            String actual = String.format("%08x", (int) crc.getValue());
            throw new Corrupt(thing, start(shard), String.format("shard CRC %08x", expected), actual, Run.HINT, null);
        }
    }

    /// Forgets what was loaded; nobody asks any more.
    void close() {
        synchronized (LOADED) {
            LOADED.entrySet().removeIf(entry -> {
                boolean ours = entry.getKey().owner() == this;
                loadedBytes -= ours ? entry.getValue().byteSize() : 0;
                return ours;
            });
        }
    }
}
