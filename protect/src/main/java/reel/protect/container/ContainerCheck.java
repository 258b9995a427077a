package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reel.protect.container.PartSet.Located;
import reel.protect.disk.Disk;
import reel.protect.model.BlockHealth;
import reel.protect.model.Blocks;
import reel.protect.model.Findings;
import reel.protect.model.FolderInfo;
import reel.protect.model.Form;
import reel.protect.model.Need;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Shares;
import reel.protect.model.Spare;
import reel.protect.model.VerifyReport;
import reel.stream.buffer.MemoryBudget;

/// Looks at every symbol of a set and changes nothing.
public final class ContainerCheck {
    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public ContainerCheck(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    /// Whether `folder` has part files.
    public static boolean isIn(Disk disk, Path folder) throws IOException {
        return PartSet.isIn(disk, folder);
    }

    public VerifyReport verify(Path folder) throws IOException {
        try (PartSet parts = PartSet.open(disk, folder)) {
            return check(parts).report;
        }
    }

    public FolderInfo info(Path folder) throws IOException {
        try (PartSet parts = PartSet.open(disk, folder)) {
            SymbolSet set = parts.set();
            long blocks = set.blocks();
            long needed = SymbolSet.ceil(set.bytes(), set.symbolSize());
            long total = 0;
            if (blocks > 0) {
                total = (blocks - 1) * set.total(0) + set.total(blocks - 1);
            }
            return new FolderInfo(
                    Form.CONTAINER,
                    parts.isDescribed() ? set.name() : null,
                    parts.isDescribed() ? set.modifiedNanos() : null,
                    set.bytes(),
                    set.hash(),
                    blocks,
                    Math.min(set.bytes(), set.blockBytes()),
                    set.symbolSize(),
                    total,
                    needed,
                    parts.isDescribed() ? set.parts() : 0);
        }
    }

    /// A report, and what is not as it was written.
    ///
    /// @param damaged parts that say which they are
    /// @param lost    numbers of parts that no file says to be
    record Checked(VerifyReport report, Set<PartReader> damaged, Set<Integer> lost) {
        boolean isWhole() {
            return damaged.isEmpty() && lost.isEmpty();
        }
    }

    Checked check(PartSet parts) throws IOException {
        SymbolSet set = parts.set();
        Findings corrupt = new Findings();
        Findings missing = new Findings();
        Set<PartReader> damaged = new HashSet<>();
        Set<Integer> lost = new HashSet<>();
        Set<Integer> seen = new HashSet<>();
        Findings foreign = new Findings();
        parts.foreign().forEach(foreign::add);
        for (PartReader part : parts.parts()) {
            PartFormat.Header header = part.header();
            if (header == null && !parts.isDescribed()) {
                corrupt.add(part.path().getFileName() + ": both headers");
            }
            if (header == null || !part.isKnownOf(set.id())) {
                continue;
            }
            seen.add(header.part());
            if (!part.isFullLength() || !part.hasBothHeaders()) {
                corrupt.add(part.path().getFileName() + ": "
                        + (part.isFullLength() ? "a header" : "the length of the file"));
                damaged.add(part);
            }
        }
        for (int part = 0; parts.isDescribed() && part < set.parts(); part++) {
            if (!seen.contains(part)) {
                missing.add(PartFormat.fileName(part));
                lost.add(part);
            }
        }
        // Beside all the parts there were, what is none of them is no loss.
        parts.unreadable().forEach(parts.isDescribed() && lost.isEmpty() ? foreign::add : corrupt::add);
        List<BlockHealth> health = blocks(parts, corrupt, damaged);
        return new Checked(
                new VerifyReport(
                        Form.CONTAINER, set.bytes(), health, corrupt.named(), missing.named(), foreign.named()),
                damaged,
                lost);
    }

    private List<BlockHealth> blocks(PartSet parts, Findings corrupt, Set<PartReader> damaged) throws IOException {
        SymbolSet set = parts.set();
        List<BlockHealth> health = new ArrayList<>();
        progress.begin(set.bytes());
        if (set.blocks() > 0) {
            long heap = SymbolSet.MOST_SYMBOLS + Spare.heapBytes(set.symbols(0));
            int jobs = Shares.jobs(config, set.blocks(), new Need(2L * BlockReader.RUN_BYTES, heap));
            Blocks.each("verify", jobs, set.blocks(), () -> new Blocks.Worker() {
                private final BlockReader reader = new BlockReader(budget, corrupt);

                @Override
                public void work(long block) throws IOException {
                    BlockHealth one = block(parts, block, reader, corrupt, damaged);
                    synchronized (health) {
                        health.add(one);
                    }
                    progress.advance(set.length(block));
                }

                @Override
                public void close() {
                    reader.close();
                }
            });
        }
        health.sort(Comparator.comparingLong(BlockHealth::block));
        return health;
    }

    private static BlockHealth block(
            PartSet parts, long block, BlockReader reader, Findings findings, Set<PartReader> damaged)
            throws IOException {
        SymbolSet set = parts.set();
        BitSet intact = new BitSet();
        BitSet there = new BitSet();
        for (Located group : parts.groups(block, findings)) {
            GroupTable table = group.table();
            there.set(table.first(), table.first() + table.count());
            int corrupt = reader.read(group, 0, Integer.MAX_VALUE, new BlockReader.Sink() {
                @Override
                public boolean wants(int symbol) {
                    return true;
                }

                @Override
                public void take(int first, int count, MemorySegment bytes, long[] values, int at) {
                    intact.set(first, first + count);
                }

                @Override
                public boolean isDone() {
                    return false;
                }
            });
            if (corrupt > 0 && group.part().isKnownOf(set.id())) {
                synchronized (damaged) {
                    damaged.add(group.part());
                }
            }
        }
        for (PartReader part : parts.parts()) {
            if (part.isKnownOf(set.id()) && !part.hasBothTables(block)) {
                findings.add(part.path().getFileName() + ": a table of block " + block);
                synchronized (damaged) {
                    damaged.add(part);
                }
            }
        }
        int total = parts.isDescribed() ? set.total(block) : Math.max(set.symbols(block), there.length());
        there.andNot(intact);
        return new BlockHealth(
                block,
                set.length(block),
                set.symbols(block),
                total,
                intact.cardinality(),
                there.cardinality(),
                Spare.of(set.symbols(block), intact.cardinality(), intact.stream()));
    }
}
