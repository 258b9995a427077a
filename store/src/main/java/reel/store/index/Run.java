package reel.store.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Mapping;
import reel.store.layout.Cloak;
import reel.store.layout.Le;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.layout.Trailer;
import reel.store.layout.UseCount;
import reel.stream.Corrupt;
import reel.stream.RandomReader;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// One index run, mapped where the backend can; looked up by many threads. Nothing of it is kept but the pack table,
/// the directory and what [RunShards] says.
final class Run {
    static final String HINT = "Run `reel fsck --repair-index`.";

    private final Hash id;
    private final String thing;
    private final RandomReader object;
    private final RunShards shards;
    private final MemorySegment directory;
    private final int bits;
    private final long entries;
    private final List<PackId> packs;
    private final UseCount uses;

    private Run(
            Hash id, RandomReader object, RunShards shards, MemorySegment directory, List<PackId> packs, Arena arena) {
        this.id = id;
        this.thing = StoreNames.run(id).path();
        this.object = object;
        this.shards = shards;
        this.directory = directory;
        this.bits = directory.get(Le.INT, 4);
        this.entries = directory.get(Le.LONG, 8);
        this.packs = packs;
        this.uses = new UseCount(() -> {
            shards.close();
            arena.close();
        });
    }

    /// Opens a run and checks its directory; [reel.stream.Missing] if it is not there. The caller calls [#leave].
    static Run open(Backend backend, Hash id) throws IOException {
        Handle handle = StoreNames.run(id);
        String thing = handle.path();
        long size = backend.stat(handle).size();
        if (size < RunLayout.HEADER_BYTES + RunLayout.DIRECTORY_HEADER_BYTES + Trailer.BYTES) {
            throw new Corrupt(thing, 0, "an index run", "only " + size + " bytes", HINT, null);
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment mapped = map(backend, handle, size, arena);
            RandomReader object = mapped != null ? RandomReader.of(mapped) : new Ranges(backend, handle, size);
            Trailer trailer = Trailer.read(
                    copy(object, size - Trailer.BYTES, Trailer.BYTES, arena), thing, size, RunLayout.HEADER_BYTES);
            MemorySegment directory = copy(object, trailer.tableOffset(), trailer.tableBytes(), arena);
            trailer.check(directory, thing);
            if (!trailer.id().equals(id)) {
                throw new Corrupt(thing, size, "run id " + id, trailer.id().toString(), HINT, null);
            }
            List<PackId> packs = RunDirectory.decode(directory, trailer.tableOffset(), thing);
            RunShards shards = new RunShards(object, mapped, directory, thing);
            return new Run(id, object, shards, directory, packs, arena);
        } catch (InternalError fault) {
            arena.close();
            throw new Corrupt(thing, -1, "readable bytes", "a disk error or a truncated file", HINT, fault);
        } catch (Throwable failure) {
            arena.close();
            throw failure;
        }
    }

    /// The run as memory; null on a backend that cannot map.
    private static @Nullable MemorySegment map(Backend backend, Handle handle, long size, Arena arena)
            throws IOException {
        Mapping mapping = backend.traits().mapping();
        if (mapping == null) {
            return null;
        }
        MemorySegment mapped = mapping.map(handle, arena);
        if (mapped.byteSize() != size) {
            throw new Corrupt(handle.path(), size, size + " bytes", mapped.byteSize() + " bytes", HINT, null);
        }
        return mapped;
    }

    private record Ranges(Backend backend, Handle handle, long size) implements RandomReader {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            backend.read(handle, offset, into);
        }
    }

    private static MemorySegment copy(RandomReader from, long offset, long length, Arena arena) throws IOException {
        MemorySegment copy = arena.allocate(length, Long.BYTES);
        from.read(offset, copy);
        return copy;
    }

    Hash id() {
        return id;
    }

    long entries() {
        return entries;
    }

    /// What the entries' pack numbers mean.
    List<PackId> packs() {
        return packs;
    }

    boolean tryEnter() {
        return uses.tryEnter();
    }

    void leave() {
        uses.leave();
    }

    /// Where the first entry of an id lies in the object, or -1.
    long find(long w0, long w1, long w2) throws IOException {
        int shard = RunLayout.shard(w0, bits);
        int count = shards.entries(shard);
        if (count == 0) {
            return -1;
        }
        try {
            if (!shards.mayHold(shard, w1)) {
                return -1;
            }
            int found = search(shards.shard(shard), count, w0, w1, w2);
            return found < 0 ? -1 : shards.start(shard) + (long) found * RunLayout.ENTRY_BYTES;
        } catch (InternalError fault) {
            throw fault(shards.start(shard), fault);
        }
    }

    private Corrupt fault(long at, InternalError fault) {
        return new Corrupt(thing, at, "readable bytes", "a disk error or a truncated file", HINT, fault);
    }

    /// Where the next entry of the same id lies after the one at `at`, or -1.
    long findNext(long at) throws IOException {
        int shard = shards.shardAt(at);
        MemorySegment bytes = shards.shard(shard);
        long here = at - shards.start(shard);
        long next = here + RunLayout.ENTRY_BYTES;
        boolean same = next < (long) shards.entries(shard) * RunLayout.ENTRY_BYTES
                && bytes.get(RunLayout.ID_WORD, next) == bytes.get(RunLayout.ID_WORD, here)
                && bytes.get(RunLayout.ID_WORD, next + 8) == bytes.get(RunLayout.ID_WORD, here + 8)
                && bytes.get(RunLayout.ID_WORD, next + 16) == bytes.get(RunLayout.ID_WORD, here + 16);
        return same ? at + RunLayout.ENTRY_BYTES : -1;
    }

    /// The pack of the entry at `at`.
    PackId packAt(long at) throws IOException {
        int pack = number(at, 24);
        if (pack < 0 || pack >= packs.size()) {
            throw new Corrupt(thing, at + 24, "one of " + packs.size() + " packs", "pack " + pack, HINT, null);
        }
        return packs.get(pack);
    }

    /// The row, in its pack's footer, of the entry at `at`.
    int chunkAt(long at) throws IOException {
        return number(at, 28);
    }

    private int number(long at, int field) throws IOException {
        int shard = shards.shardAt(at);
        return shards.shard(shard).get(Le.INT, at - shards.start(shard) + field);
    }

    /// Ids are uniform, so the guess is off by about the root of the count; from there in growing steps, then by
    /// halves.
    private int search(MemorySegment shard, int count, long w0, long w1, long w2) {
        int guess = (int) Math.unsignedMultiplyHigh(bits == 0 ? w0 : w0 << bits, count);
        int low;
        int high;
        int step = 16;
        if (compareAt(shard, guess, w0, w1, w2) < 0) {
            low = guess + 1;
            high = Math.min(count, low + step);
            while (high < count && compareAt(shard, high - 1, w0, w1, w2) < 0) {
                low = high;
                step *= 4;
                high = Math.min(count, low + step);
            }
        } else {
            high = guess;
            low = Math.max(0, high - step);
            while (low > 0 && compareAt(shard, low, w0, w1, w2) >= 0) {
                high = low;
                step *= 4;
                low = Math.max(0, high - step);
            }
        }
        while (low < high) {
            int middle = low + high >>> 1;
            if (compareAt(shard, middle, w0, w1, w2) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < count && compareAt(shard, low, w0, w1, w2) == 0 ? low : -1;
    }

    private static int compareAt(MemorySegment shard, int entry, long w0, long w1, long w2) {
        long at = (long) entry * RunLayout.ENTRY_BYTES;
        return RunLayout.compare(
                shard.get(RunLayout.ID_WORD, at),
                shard.get(RunLayout.ID_WORD, at + 8),
                shard.get(RunLayout.ID_WORD, at + 16),
                w0,
                w1,
                w2);
    }

    /// Checks all that looking up does not: every shard, the order of entries, the padding, the directory's hash.
    void checkAll(Cloak cloak) throws IOException {
        MemorySegment header = MemorySegment.ofArray(new byte[RunLayout.HEADER_BYTES]);
        object.read(0, header);
        if (header.get(Le.LONG, 0) != RunLayout.MAGIC || header.get(Le.LONG, 8) != 0) {
            throw new Corrupt(thing, 0, "an index run's header", "other bytes", HINT, null);
        }
        Hash actual = cloak.object(Blake3.hash(directory));
        if (!actual.equals(id)) {
            throw new Corrupt(thing, -1, "a directory whose hash is " + id, actual.toString(), HINT, null);
        }
        checkPadding();
        long last0 = 0;
        long last1 = 0;
        long last2 = 0;
        Cursor walk = walk();
        while (walk.next()) {
            boolean inOrder = RunLayout.compare(last0, last1, last2, walk.w0(), walk.w1(), walk.w2()) <= 0;
            if (!inOrder
                    || RunLayout.shard(walk.w0(), bits) != walk.shard
                    || walk.pack() < 0
                    || walk.pack() >= packs.size()) {
                throw new Corrupt(
                        thing,
                        shards.start(walk.shard) + walk.at,
                        "entries in order of id",
                        "one out of order",
                        HINT,
                        null);
            }
            last0 = walk.w0();
            last1 = walk.w1();
            last2 = walk.w2();
        }
    }

    private void checkPadding() throws IOException {
        long from = shards.end();
        long to = object.size() - Trailer.BYTES - directory.byteSize();
        MemorySegment padding = MemorySegment.ofArray(new byte[(int) (to - from)]);
        object.read(from, padding);
        for (long at = 0; at < padding.byteSize(); at++) {
            if (padding.get(ValueLayout.JAVA_BYTE, at) != 0) {
                throw new Corrupt(thing, from + at, "zeros before the directory", "other bytes", HINT, null);
            }
        }
    }

    /// A walk over all entries, each shard checked before it is entered.
    Cursor walk() {
        return new Cursor();
    }

    /// One entry after the other; pack numbers are this run's.
    final class Cursor implements EntryCursor {
        private int shard = -1;
        private MemorySegment bytes = MemorySegment.NULL;
        private long at;
        private long end;

        @Override
        public boolean next() throws IOException {
            at += RunLayout.ENTRY_BYTES;
            while (at >= end) {
                if (++shard >= shards.count()) {
                    return false;
                }
                bytes = shards.shard(shard);
                at = 0;
                end = (long) shards.entries(shard) * RunLayout.ENTRY_BYTES;
            }
            return true;
        }

        @Override
        public long w0() {
            return bytes.get(RunLayout.ID_WORD, at);
        }

        @Override
        public long w1() {
            return bytes.get(RunLayout.ID_WORD, at + 8);
        }

        @Override
        public long w2() {
            return bytes.get(RunLayout.ID_WORD, at + 16);
        }

        @Override
        public int pack() {
            return bytes.get(Le.INT, at + 24);
        }

        @Override
        public int chunk() {
            return bytes.get(Le.INT, at + 28);
        }
    }
}
