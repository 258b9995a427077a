package reel.store.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Mapping;
import reel.store.layout.Le;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.layout.Trailer;
import reel.store.layout.UseCount;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// One index run, mapped; looked up by many threads. Nothing of it is on the heap but the pack table and the
/// directory.
final class Run {
    static final String HINT = "Run `reel fsck --repair-index`.";

    /// Bytes copied out of the mapping at a time to be checked.
    private static final int BLOCK_BYTES = 64 << 10;

    private final Hash id;
    private final String thing;
    private final MemorySegment bytes;
    private final MemorySegment directory;
    private final int bits;
    private final long entries;
    private final List<PackId> packs;
    private final AtomicIntegerArray checked;
    private final UseCount uses;

    private Run(Hash id, MemorySegment bytes, MemorySegment directory, List<PackId> packs, Arena arena) {
        this.id = id;
        this.thing = StoreNames.run(id).path();
        this.bytes = bytes;
        this.directory = directory;
        this.bits = directory.get(Le.INT, 4);
        this.entries = directory.get(Le.LONG, 8);
        this.packs = packs;
        this.checked = new AtomicIntegerArray(1 << bits);
        this.uses = new UseCount(arena::close);
    }

    /// Maps a run and checks its directory; [reel.stream.Missing] if it is not there. The caller calls [#leave].
    static Run open(Backend backend, Hash id) throws IOException {
        Handle handle = StoreNames.run(id);
        String thing = handle.path();
        long size = backend.stat(handle).size();
        if (size < RunLayout.HEADER_BYTES + RunLayout.DIRECTORY_HEADER_BYTES + Trailer.BYTES) {
            throw new Corrupt(thing, 0, "an index run", "only " + size + " bytes", HINT, null);
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment bytes = map(backend, handle, size, arena);
            Trailer trailer = Trailer.read(
                    copy(bytes, size - Trailer.BYTES, Trailer.BYTES, arena), thing, size, RunLayout.HEADER_BYTES);
            MemorySegment directory = copy(bytes, trailer.tableOffset(), trailer.tableBytes(), arena);
            trailer.check(directory, thing);
            if (!trailer.id().equals(id)) {
                throw new Corrupt(thing, size, "run id " + id, trailer.id().toString(), HINT, null);
            }
            return new Run(id, bytes, directory, RunDirectory.decode(directory, trailer.tableOffset(), thing), arena);
        } catch (InternalError fault) {
            arena.close();
            throw new Corrupt(thing, -1, "readable bytes", "a disk error or a truncated file", HINT, fault);
        } catch (Throwable failure) {
            arena.close();
            throw failure;
        }
    }

    /// The run as memory; on a backend that cannot map, a local copy without a name.
    private static MemorySegment map(Backend backend, Handle handle, long size, Arena arena) throws IOException {
        Mapping mapping = backend.traits().mapping();
        if (mapping != null) {
            MemorySegment mapped = mapping.map(handle, arena);
            if (mapped.byteSize() != size) {
                throw new Corrupt(handle.path(), size, size + " bytes", mapped.byteSize() + " bytes", HINT, null);
            }
            return mapped;
        }
        Path path = Files.createTempFile("reel-run", ".tmp");
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            MemorySegment local = file.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
            for (long at = 0; at < size; at += 16L * BLOCK_BYTES) {
                backend.read(handle, at, local.asSlice(at, Math.min(16L * BLOCK_BYTES, size - at)));
            }
            return local.asReadOnly();
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static MemorySegment copy(MemorySegment from, long offset, long length, Arena arena) {
        return arena.allocate(length, Long.BYTES).copyFrom(from.asSlice(offset, length));
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
        long row = shardRow(shard);
        int count = directory.get(Le.INT, row + 16);
        if (count == 0) {
            return -1;
        }
        long start = directory.get(Le.LONG, row);
        try {
            if (checked.get(shard) == 0) {
                checkShard(shard);
            }
            long filter = start + (long) count * RunLayout.ENTRY_BYTES;
            long seed = directory.get(Le.LONG, row + 8);
            int segment = directory.get(Le.INT, row + 24);
            int length = directory.get(Le.INT, row + 28);
            if (!FuseFilter.mayHold(bytes, filter, seed, segment, length, w1)) {
                return -1;
            }
            int found = search(start, count, w0, w1, w2);
            return found < 0 ? -1 : start + (long) found * RunLayout.ENTRY_BYTES;
        } catch (InternalError fault) {
            throw new Corrupt(thing, start, "readable bytes", "a disk error or a truncated file", HINT, fault);
        }
    }

    /// Where the next entry of the same id lies after the one at `at`, or -1.
    long findNext(long at) {
        long w0 = bytes.get(RunLayout.ID_WORD, at);
        long row = shardRow(RunLayout.shard(w0, bits));
        long end = directory.get(Le.LONG, row) + Le.unsigned(directory, row + 16) * RunLayout.ENTRY_BYTES;
        long next = at + RunLayout.ENTRY_BYTES;
        boolean same = next < end
                && bytes.get(RunLayout.ID_WORD, next) == w0
                && bytes.get(RunLayout.ID_WORD, next + 8) == bytes.get(RunLayout.ID_WORD, at + 8)
                && bytes.get(RunLayout.ID_WORD, next + 16) == bytes.get(RunLayout.ID_WORD, at + 16);
        return same ? next : -1;
    }

    /// The pack of the entry at `at`.
    PackId packAt(long at) throws Corrupt {
        int pack = bytes.get(Le.INT, at + 24);
        if (pack < 0 || pack >= packs.size()) {
            throw new Corrupt(thing, at + 24, "one of " + packs.size() + " packs", "pack " + pack, HINT, null);
        }
        return packs.get(pack);
    }

    /// The row, in its pack's footer, of the entry at `at`.
    int chunkAt(long at) {
        return bytes.get(Le.INT, at + 28);
    }

    private long shardRow(int shard) {
        return RunLayout.DIRECTORY_HEADER_BYTES + (long) shard * RunLayout.SHARD_ROW_BYTES;
    }

    /// Ids are uniform, so the guess is off by about the root of the count; from there in growing steps, then by
    /// halves.
    private int search(long start, int count, long w0, long w1, long w2) {
        int guess = (int) Math.unsignedMultiplyHigh(bits == 0 ? w0 : w0 << bits, count);
        int low;
        int high;
        int step = 16;
        if (compareAt(start, guess, w0, w1, w2) < 0) {
            low = guess + 1;
            high = Math.min(count, low + step);
            while (high < count && compareAt(start, high - 1, w0, w1, w2) < 0) {
                low = high;
                step *= 4;
                high = Math.min(count, low + step);
            }
        } else {
            high = guess;
            low = Math.max(0, high - step);
            while (low > 0 && compareAt(start, low, w0, w1, w2) >= 0) {
                high = low;
                step *= 4;
                low = Math.max(0, high - step);
            }
        }
        while (low < high) {
            int middle = low + high >>> 1;
            if (compareAt(start, middle, w0, w1, w2) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < count && compareAt(start, low, w0, w1, w2) == 0 ? low : -1;
    }

    private int compareAt(long start, int entry, long w0, long w1, long w2) {
        long at = start + (long) entry * RunLayout.ENTRY_BYTES;
        return RunLayout.compare(
                bytes.get(RunLayout.ID_WORD, at),
                bytes.get(RunLayout.ID_WORD, at + 8),
                bytes.get(RunLayout.ID_WORD, at + 16),
                w0,
                w1,
                w2);
    }

    /// Checks a shard's CRC, once.
    private void checkShard(int shard) throws Corrupt {
        long row = shardRow(shard);
        long start = directory.get(Le.LONG, row);
        long size =
                Le.unsigned(directory, row + 16) * RunLayout.ENTRY_BYTES + Le.align(Le.unsigned(directory, row + 20));
        CRC32C crc = new CRC32C();
        byte[] block = new byte[(int) Math.min(BLOCK_BYTES, size)];
        for (long at = 0; at < size; at += block.length) {
            int length = (int) Math.min(block.length, size - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, start + at, block, 0, length);
            crc.update(block, 0, length);
        }
        int expected = directory.get(Le.INT, row + 32);
        if ((int) crc.getValue() != expected) {
            String actual = String.format("%08x", (int) crc.getValue());
            throw new Corrupt(thing, start, String.format("shard CRC %08x", expected), actual, HINT, null);
        }
        checked.set(shard, 1);
    }

    /// Checks all that looking up does not: every shard, the order of entries, the directory's hash.
    void checkAll() throws IOException {
        if (bytes.get(Le.LONG, 0) != RunLayout.MAGIC || bytes.get(Le.LONG, 8) != 0) {
            throw new Corrupt(thing, 0, "an index run's header", "other bytes", HINT, null);
        }
        Hash actual = Blake3.hash(directory);
        if (!actual.equals(id)) {
            throw new Corrupt(thing, -1, "directory BLAKE3 " + id, actual.toString(), HINT, null);
        }
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
                throw new Corrupt(thing, walk.at, "entries in order of id", "one out of order", HINT, null);
            }
            last0 = walk.w0();
            last1 = walk.w1();
            last2 = walk.w2();
        }
    }

    /// A walk over all entries, each shard checked before it is entered.
    Cursor walk() {
        return new Cursor();
    }

    /// One entry after the other; pack numbers are this run's.
    final class Cursor implements EntryCursor {
        private int shard = -1;
        private long at;
        private long end;

        @Override
        public boolean next() throws IOException {
            at += RunLayout.ENTRY_BYTES;
            while (at >= end) {
                if (++shard >= 1 << bits) {
                    return false;
                }
                if (checked.get(shard) == 0) {
                    checkShard(shard);
                }
                at = directory.get(Le.LONG, shardRow(shard));
                end = at + Le.unsigned(directory, shardRow(shard) + 16) * RunLayout.ENTRY_BYTES;
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
