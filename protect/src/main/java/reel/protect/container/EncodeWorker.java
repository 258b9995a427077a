package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.protect.disk.Disk;
import reel.protect.disk.SourceFile;
import reel.protect.disk.WorkFolder;
import reel.protect.model.Blocks;
import reel.protect.model.ProtectProgress;
import reel.raptorq.BlockEncoder;
import reel.raptorq.PlanCache;
import reel.stream.CpuPool;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Encodes one block after the other: reads it, checks and writes its source symbols while they are in the cache, then
/// makes and writes the repair symbols, then the tables.
final class EncodeWorker implements Blocks.Worker {
    private static final int RUN_BYTES = BlockReader.RUN_BYTES;

    /// What all workers of an encode share.
    record Job(
            Disk disk,
            SourceFile source,
            SymbolSet set,
            WorkFolder work,
            List<Disk.OutFile> parts,
            SourceHash hash,
            AtomicLong reused,
            ProtectProgress progress) {}

    private final Job job;
    private final SymbolSet set;
    private final Lease runLease;
    private final Lease tableLease;
    private final Lease repairLease;
    private final MemorySegment run;
    private final BlockEncoder encoder = new BlockEncoder(PlanCache.shared());
    private final long[] values;

    EncodeWorker(Job job, MemoryBudget budget) throws IOException {
        this.job = job;
        this.set = job.set;
        this.values = new long[4 * mostTotal(set)];
        this.runLease = budget.lease(RUN_BYTES);
        Lease tables = null;
        Lease repairs = null;
        try {
            tables = budget.lease(tableBytes(set));
            repairs = budget.lease(Math.max(1, repairBytes(set)));
        } finally {
            if (repairs == null) {
                runLease.close();
                if (tables != null) {
                    tables.close();
                }
            }
        }
        this.tableLease = tables;
        this.repairLease = repairs;
        this.run = runLease.segment();
    }

    private static int mostTotal(SymbolSet set) {
        return Math.max(set.total(0), set.total(set.blocks() - 1));
    }

    private static long tableBytes(SymbolSet set) {
        return GroupTable.bytes(mostTotal(set));
    }

    /// Repair symbols that are made at a time: half a block of them, so that a high overhead takes no more memory.
    private static int repairBatch(SymbolSet set) {
        int most = mostTotal(set) - Math.min(set.symbols(0), set.symbols(set.blocks() - 1));
        return Math.clamp(Math.max(64, set.symbols(0) / 2), 0, Math.max(0, most));
    }

    private static long repairBytes(SymbolSet set) {
        return (long) repairBatch(set) * set.symbolSize();
    }

    static long offHeapBytes(SymbolSet set) {
        return RUN_BYTES + 2 * tableBytes(set) + repairBytes(set);
    }

    static long heapBytes(SymbolSet set) {
        return BlockEncoder.keepingBytes(set.shape(0)) + 32L * mostTotal(set) + SourceHash.bytes(set.symbols(0));
    }

    @Override
    public void work(long block) throws IOException {
        int symbols = set.symbols(block);
        if (job.work.resumed() && isThere(block)) {
            job.reused.incrementAndGet();
        } else {
            encode(block);
        }
        if (set.bytes() > set.symbolSize()) {
            job.hash.tell(block, symbols, values);
        }
        job.progress.advance(set.length(block));
    }

    private void encode(long block) throws IOException {
        int symbols = set.symbols(block);
        int size = set.symbolSize();
        boolean repairs = set.total(block) > symbols;
        if (repairs) {
            encoder.begin(set.shape(block));
        }
        for (int part = 0; part < set.parts(); part++) {
            int first = set.first(block, part);
            int end = Math.min(symbols, first + set.count(block, part));
            long at = dataAt(block, part);
            for (int symbol = first; symbol < end; symbol += RUN_BYTES / size) {
                Blocks.checkInterrupt();
                int count = Math.min(RUN_BYTES / size, end - symbol);
                MemorySegment piece = run.asSlice(0, (long) count * size);
                readSource(block, symbol, piece);
                if (repairs) {
                    encoder.put(symbol, piece.asByteBuffer());
                }
                job.parts.get(part).write(at + (long) (symbol - first) * size, piece);
            }
        }
        if (repairs) {
            repair(block, symbols);
        }
        tables(block);
    }

    /// Reads the source symbols that `piece` has room for and computes their values; zeros complete the last one.
    private void readSource(long block, int symbol, MemorySegment piece) throws IOException {
        int size = set.symbolSize();
        long from = (long) symbol * size;
        long there = Math.min(piece.byteSize(), set.length(block) - from);
        job.source.read(set.offset(block) + from, piece.asSlice(0, there));
        piece.asSlice(there).fill((byte) 0);
        SymbolCheck.source(
                size,
                set.offset(block),
                set.length(block),
                symbol,
                (int) (piece.byteSize() / size),
                piece,
                values,
                4 * symbol);
    }

    private void repair(long block, int symbols) throws IOException {
        int size = set.symbolSize();
        int total = set.total(block);
        int batch = (int) (repairLease.bytes() / size);
        for (int symbol = symbols; symbol < total; symbol += batch) {
            int first = symbol;
            int count = Math.min(batch, total - symbol);
            MemorySegment made = repairLease.segment().asSlice(0, (long) count * size);
            CpuPool.submit(() -> {
                        encoder.repair(first, made.asByteBuffer());
                        return null;
                    })
                    .await();
            writeRepair(block, first, count, made);
        }
    }

    private void writeRepair(long block, int first, int count, MemorySegment made) throws IOException {
        int size = set.symbolSize();
        int part = 0;
        for (int done = 0; done < count; ) {
            Blocks.checkInterrupt();
            int symbol = first + done;
            while (set.first(block, part + 1) <= symbol) {
                part++;
            }
            int now = Math.min(Math.min(count - done, set.first(block, part + 1) - symbol), RUN_BYTES / size);
            MemorySegment piece = made.asSlice((long) done * size, (long) now * size);
            SymbolCheck.repair(size, now, piece, values, 4 * symbol);
            long at = dataAt(block, part) + (long) (symbol - set.first(block, part)) * size;
            job.parts.get(part).write(at, piece);
            done += now;
        }
    }

    private long dataAt(long block, int part) {
        return set.groupAt(block, part) + GroupTable.bytes(set.count(block, part));
    }

    /// Writes both tables of the block into every part.
    private void tables(long block) throws IOException {
        Hash hash = SymbolCheck.block(values, set.symbols(block), tableLease.segment());
        for (int part = 0; part < set.parts(); part++) {
            if (set.count(block, part) > 0) {
                GroupTable table = table(set, block, part, hash, values);
                MemorySegment text = tableLease.segment().asSlice(0, GroupTable.bytes(table.count()));
                table.write(text, 0);
                long at = set.groupAt(block, part);
                Disk.OutFile out = job.parts.get(part);
                out.write(at, text);
                out.write(at + text.byteSize() + (long) table.count() * set.symbolSize(), text);
            }
        }
    }

    /// The table of a block in a part. @param values of all symbols of the block
    static GroupTable table(SymbolSet set, long block, int part, Hash hash, long[] values) {
        GroupTable blank = GroupTable.blank(set, block, part);
        int from = 4 * blank.first();
        return blank.with(hash, Arrays.copyOfRange(values, from, from + 4 * blank.count()), null);
    }

    /// Whether an earlier encode wrote this block as the source has it now; leaves its values.
    private boolean isThere(long block) throws IOException {
        int symbols = set.symbols(block);
        int size = set.symbolSize();
        for (int symbol = 0; symbol < symbols; symbol += RUN_BYTES / size) {
            Blocks.checkInterrupt();
            int count = Math.min(RUN_BYTES / size, symbols - symbol);
            readSource(block, symbol, run.asSlice(0, (long) count * size));
        }
        Hash hash = SymbolCheck.block(values, symbols, tableLease.segment());
        for (int part = 0; part < set.parts(); part++) {
            int count = set.count(block, part);
            if (count > 0 && !isThere(block, part, hash)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(long block, int part, Hash hash) throws IOException {
        int size = set.symbolSize();
        Path file = job.work.path().resolve(PartFormat.fileName(part));
        try (Disk.InFile in = job.disk.read(file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(GroupTable.bytes(set.count(block, part)));
            long at = set.groupAt(block, part);
            GroupTable first = tableAt(in, at, text);
            long second = at + text.byteSize() + (long) set.count(block, part) * size;
            if (first == null
                    || !hash.equals(first.hash())
                    || !first.id().equals(set.id())
                    || first.block() != block
                    || tableAt(in, second, text) == null) {
                return false;
            }
            for (int index = 0; index < first.count(); index += RUN_BYTES / size) {
                int count = Math.min(RUN_BYTES / size, first.count() - index);
                MemorySegment piece = run.asSlice(0, (long) count * size);
                if (in.readUpTo(dataAt(block, part) + (long) index * size, piece) < piece.byteSize()) {
                    return false;
                }
                long[] found = new long[4 * count];
                SymbolCheck.values(first, index, count, piece, found, 0);
                for (int i = 0; i < count; i++) {
                    if (!first.knows(index + i, found, 4 * i)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static @Nullable GroupTable tableAt(Disk.InFile in, long at, MemorySegment text) throws IOException {
        return in.readUpTo(at, text) < text.byteSize() ? null : GroupTable.read(text, 0);
    }

    @Override
    public void close() {
        runLease.close();
        tableLease.close();
        repairLease.close();
    }
}
