package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.protect.container.PartSet.Located;
import reel.protect.model.Findings;
import reel.protect.model.Warmth;
import reel.raptorq.BlockDecoder;
import reel.raptorq.PlanCache;
import reel.raptorq.Solution;
import reel.stream.Corrupt;
import reel.stream.CpuPool;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Brings blocks of a set back, one after the other: source symbols as they are read, the missing ones solved from
/// repair symbols. One thread at a time.
final class BlockFill implements AutoCloseable {
    private final PartSet parts;
    private final SymbolSet set;
    private final Findings findings;
    private final BlockReader reader;
    private final Lease lease;
    private final BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
    private final long[] values;
    private final boolean[] here;
    private int hereCount;
    private boolean feeding;
    private long missing;

    /// Takes source symbols of a block: neighbours, each once, in no particular order.
    interface Target {
        /// @param bytes as the source has them; shorter than whole symbols at its end
        void put(int first, MemorySegment bytes) throws IOException;
    }

    /// How a block came back. @param needs more symbols at least; 0: it is whole. @param solved whether it took
    /// solving
    record Outcome(int needs, boolean solved) {}

    BlockFill(PartSet parts, MemoryBudget budget, Findings findings) throws IOException {
        this.parts = parts;
        this.set = parts.set();
        this.findings = findings;
        this.values = new long[4 * set.symbols(0)];
        this.here = new boolean[SymbolSet.MOST_SYMBOLS];
        this.lease = budget.lease(Math.max(BlockReader.RUN_BYTES, (long) Hash.BYTES * set.symbols(0)));
        BlockReader opened = null;
        try {
            opened = new BlockReader(budget, findings);
        } finally {
            if (opened == null) {
                lease.close();
            }
        }
        this.reader = opened;
    }

    static long offHeapBytes(SymbolSet set) {
        return 2L * BlockReader.RUN_BYTES + 2L * Hash.BYTES * set.symbols(0);
    }

    static long heapBytes(SymbolSet set) {
        return BlockDecoder.workingBytes(set.shape(0))
                + 32L * set.symbols(0)
                + SourceHash.bytes(set.symbols(0))
                + SymbolSet.MOST_SYMBOLS;
    }

    /// Symbols that were looked for and not there, since the beginning.
    long missing() {
        return missing;
    }

    /// The values of the last block's source symbols, if it came back.
    long[] values() {
        return values;
    }

    /// The decoder with the last block, if it was solved or kept.
    BlockDecoder decoder() {
        return decoder;
    }

    /// Brings a block back and gives every source symbol of it to `target`.
    ///
    /// @param keep whether the decoder is to hold the whole block in the end
    Outcome fill(long block, boolean keep, Target target) throws IOException {
        int symbols = set.symbols(block);
        List<Located> groups = parts.groups(block, findings);
        Arrays.fill(here, false);
        hereCount = 0;
        long sources = groups.stream()
                .mapToLong(group -> Math.clamp(
                        symbols - (long) group.table().first(), 0, group.table().count()))
                .sum();
        feeding = keep || sources < symbols;
        if (feeding) {
            begin(block);
        }
        readSources(block, groups, target);
        boolean solved = hereCount < symbols;
        if (solved) {
            missing += symbols - hereCount;
            if (!feeding) {
                // What was read is not kept: read the block again, for the decoder this time.
                feeding = true;
                begin(block);
                Arrays.fill(here, false);
                hereCount = 0;
                readSources(block, groups, (first, bytes) -> {});
            }
            int needs = solve(symbols, groups);
            if (needs > 0) {
                return new Outcome(needs, true);
            }
            putMissing(block, symbols, target);
        }
        requireHash(block, symbols, groups);
        return new Outcome(0, solved);
    }

    private void begin(long block) throws IOException {
        // Who only copies intact symbols does not have the processor busy with compiling vector code.
        Warmth.coding(set.bytes());
        decoder.begin(set.shape(block));
    }

    private void readSources(long block, List<Located> groups, Target target) throws IOException {
        int symbols = set.symbols(block);
        Sources sink = new Sources(block, target);
        for (Located group : groups) {
            if (group.table().first() < symbols) {
                int unused = reader.read(group, 0, symbols, sink);
            }
        }
    }

    private final class Sources implements BlockReader.Sink {
        private final long block;
        private final Target target;

        Sources(long block, Target target) {
            this.block = block;
            this.target = target;
        }

        @Override
        public boolean wants(int id) {
            return !here[id];
        }

        @Override
        public void take(int first, int count, MemorySegment bytes, long[] from, int at) throws IOException {
            System.arraycopy(from, at, values, 4 * first, 4 * count);
            long there = Math.min(bytes.byteSize(), set.length(block) - (long) first * set.symbolSize());
            target.put(first, bytes.asSlice(0, there));
            Arrays.fill(here, first, first + count, true);
            hereCount += count;
            if (feeding) {
                // Behind the end of the source a symbol is zero, whatever was stored there.
                bytes.asSlice(there).fill((byte) 0);
                int unused = decoder.add(first, bytes.asByteBuffer());
            }
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }

    /// Reads repair symbols until the block is solved; answers how many more are needed.
    private int solve(int symbols, List<Located> groups) throws IOException {
        int needs = decoder.needsAtLeast();
        int next = 0;
        Repairs sink = new Repairs();
        while (true) {
            while (needs > 0 && next < groups.size()) {
                Located group = groups.get(next);
                if (group.table().first() + group.table().count() > symbols) {
                    int unused = reader.read(group, symbols, Integer.MAX_VALUE, sink);
                }
                if (decoder.needsAtLeast() > 0) {
                    next++;
                }
                needs = decoder.needsAtLeast();
            }
            if (needs > 0) {
                return needs;
            }
            Solution solution = CpuPool.submit(decoder::solve).await();
            switch (solution) {
                case Solution.Solved solved -> {
                    return 0;
                }
                case Solution.NeedsMore more -> needs = more.atLeast();
            }
        }
    }

    private final class Repairs implements BlockReader.Sink {
        @Override
        public boolean wants(int id) {
            return !here[id];
        }

        @Override
        public void take(int first, int count, MemorySegment bytes, long[] from, int at) {
            // A few more than needed, which are read already, make it easier to solve.
            int accepted = decoder.add(first, bytes.asByteBuffer());
            Arrays.fill(here, first, first + accepted, true);
        }

        @Override
        public boolean isDone() {
            return decoder.needsAtLeast() == 0;
        }
    }

    private void putMissing(long block, int symbols, Target target) throws IOException {
        int size = set.symbolSize();
        int run = BlockReader.RUN_BYTES / size;
        for (int id = 0; id < symbols; id++) {
            int first = id;
            while (id < symbols && !here[id] && id - first < run) {
                id++;
            }
            if (id > first) {
                MemorySegment bytes = lease.segment().asSlice(0, (long) (id - first) * size);
                decoder.sources(first, bytes.asByteBuffer());
                SymbolCheck.source(
                        size, set.offset(block), set.length(block), first, id - first, bytes, values, 4 * first);
                long there = Math.min(bytes.byteSize(), set.length(block) - (long) first * size);
                target.put(first, bytes.asSlice(0, there));
                id--;
            }
        }
    }

    private void requireHash(long block, int symbols, List<Located> groups) throws IOException {
        Hash found = SymbolCheck.block(values, symbols, lease.segment());
        for (Located group : groups) {
            Hash wanted = group.table().hash();
            if (wanted != null && !wanted.equals(found)) {
                throw wrong(block, group, found);
            }
        }
    }

    private Corrupt wrong(long block, Located group, @Nullable Hash found) {
        return new Corrupt(
                parts.folder() + " block " + block,
                set.offset(block),
                "hash " + group.table().hash() + " as " + group.part().path().getFileName() + " says",
                String.valueOf(found),
                "The parts are of two different files of the same name, size and time: keep those of one.",
                null);
    }

    @Override
    public void close() {
        reader.close();
        lease.close();
    }
}
