package reel.store.index;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import reel.store.layout.Cloak;
import reel.store.layout.Le;
import reel.store.layout.PackId;
import reel.store.layout.Trailer;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// A run's directory, checked: every shard row and every filter lies inside the run, so that look-ups need no bounds
/// of their own.
final class RunDirectory {
    private RunDirectory() {}

    /// Checks the directory that lies at `at` in the run.
    ///
    /// @return its pack table
    static List<PackId> decode(MemorySegment directory, long at, String thing) throws Corrupt {
        if (directory.byteSize() < RunLayout.DIRECTORY_HEADER_BYTES) {
            throw new Corrupt(thing, at, "a directory", directory.byteSize() + " bytes", Run.HINT, null);
        }
        long bits = Le.unsigned(directory, 4);
        long packCount = Le.unsigned(directory, 16);
        long rows = bits > RunLayout.MAX_SHARD_BITS ? 0 : (long) RunLayout.SHARD_ROW_BYTES << bits;
        long size = RunLayout.DIRECTORY_HEADER_BYTES + rows + packCount * RunLayout.PACK_ROW_BYTES;
        if (directory.get(Le.INT, 0) != RunLayout.DIRECTORY_MAGIC || rows == 0 || size != directory.byteSize()) {
            throw new Corrupt(thing, at, "a directory", bits + " bits, " + packCount + " packs", Run.HINT, null);
        }
        long next = RunLayout.HEADER_BYTES;
        long counted = 0;
        for (long row = RunLayout.DIRECTORY_HEADER_BYTES;
                row < RunLayout.DIRECTORY_HEADER_BYTES + rows;
                row += RunLayout.SHARD_ROW_BYTES) {
            long count = Le.unsigned(directory, row + 16);
            long fingerprints = Le.unsigned(directory, row + 20);
            long segment = Le.unsigned(directory, row + 24);
            long length = Le.unsigned(directory, row + 28);
            boolean filter = Long.bitCount(segment) == 1
                    && length % segment == 0
                    && fingerprints == FuseFilter.bytes((int) segment, (int) length)
                    && length <= Integer.MAX_VALUE / 2
                    && count <= Integer.MAX_VALUE
                    && (count == 0 || length > 0);
            if (directory.get(Le.LONG, row) != next || !filter) {
                throw new Corrupt(thing, at + row, "a shard at " + next, "an impossible row", Run.HINT, null);
            }
            next += count * RunLayout.ENTRY_BYTES + Le.align(fingerprints);
            counted += count;
        }
        long unpadded = next + size + Trailer.BYTES;
        if (next > at || at - next > Cloak.maxPadding(unpadded) || counted != directory.get(Le.LONG, 8)) {
            throw new Corrupt(thing, at, "shards up to byte " + at, "up to " + next, Run.HINT, null);
        }
        List<PackId> packs = new ArrayList<>((int) packCount);
        for (long row = RunLayout.DIRECTORY_HEADER_BYTES + rows; row < size; row += RunLayout.PACK_ROW_BYTES) {
            packs.add(new PackId(Hash.read(directory, row), directory.get(Le.LONG, row + Hash.BYTES)));
        }
        return packs;
    }
}
