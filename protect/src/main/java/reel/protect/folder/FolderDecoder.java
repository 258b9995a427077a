package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.protect.disk.Disk;
import reel.protect.disk.SafeFile;
import reel.protect.layout.BlockEntry;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Blocks;
import reel.protect.model.DecodeReport;
import reel.protect.model.Findings;
import reel.protect.model.Need;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Shares;
import reel.protect.model.Shortage;
import reel.raptorq.BlockShape;
import reel.raptorq.SourceBlock;
import reel.stream.Corrupt;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// Brings the source back from symbol files: whole and checked, or not at all.
public final class FolderDecoder {
    private static final int CHECK_BYTES = 256 << 10;

    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public FolderDecoder(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    /// @param layout where the layout file is; null: in the folder
    public DecodeReport decode(Path folder, @Nullable Path layout, Path into) throws IOException {
        SymbolFolder symbols = SymbolFolder.open(disk, folder, layout);
        List<BlockEntry> blocks = symbols.layout().blocks();
        Findings findings = new Findings();
        try (SafeFile file = SafeFile.open(disk, symbols.apart(into))) {
            file.requireRoom(symbols.layout().size());
            Work work = new Work(symbols, file, findings);
            progress.begin(symbols.layout().size());
            if (!blocks.isEmpty()) {
                int jobs = Shares.jobs(config, blocks.size(), symbols.need(FolderDecoder::need));
                Blocks.each("decode", jobs, blocks.size(), work::hire);
            }
            if (!work.shortages.isEmpty()) {
                work.shortages.sort(Comparator.comparingLong(Shortage.Block::number));
                throw Shortage.of(folder.toString(), work.shortages);
            }
            file.out().truncate(symbols.layout().size());
            file.publish();
            boolean hashed = blocks.stream().allMatch(block -> block.hash() != null);
            return new DecodeReport(
                    symbols.layout().size(),
                    blocks.size(),
                    work.solved.get(),
                    findings.count(),
                    work.missing.get(),
                    findings.named(),
                    null,
                    hashed);
        }
    }

    /// What the decode of a source block takes.
    static Need need(BlockShape shape) {
        long run = BlockScatter.bytes(shape);
        return FolderFill.need(shape).plus(new Need(Math.max(run, CHECK_BYTES), run));
    }

    /// What the workers of a decode share.
    private final class Work {
        private final SymbolFolder symbols;
        private final SafeFile file;
        private final Findings findings;
        private final List<Shortage.Block> shortages = Collections.synchronizedList(new ArrayList<>());
        private final AtomicLong solved = new AtomicLong();
        private final AtomicLong missing = new AtomicLong();

        Work(SymbolFolder symbols, SafeFile file, Findings findings) {
            this.symbols = symbols;
            this.file = file;
            this.findings = findings;
        }

        Blocks.Worker hire() {
            FolderFill fill = new FolderFill(symbols, budget, findings);
            SourceCopy copy = new SourceCopy(symbols, budget);
            return new Blocks.Worker() {
                @Override
                public void work(long block) throws IOException {
                    Work.this.work(copy, fill, symbols.layout().blocks().get((int) block));
                }

                @Override
                public void close() {
                    missing.addAndGet(fill.missing());
                }
            };
        }

        private void work(SourceCopy copy, FolderFill fill, BlockEntry block) throws IOException {
            SymbolIds ids = symbols.layout().ids(block);
            long needs = 0;
            boolean took = false;
            for (int number = 0; number < block.parameters().sourceBlocks(); number++) {
                FolderFill.Outcome outcome = bringBack(copy, fill, block, ids, number);
                needs += outcome.needs();
                took |= outcome.solved();
            }
            if (needs > 0) {
                shortages.add(new Shortage.Block(block.index(), needs));
            } else {
                solved.addAndGet(took ? 1 : 0);
                requireHash(block);
            }
            progress.advance(block.size());
        }

        private FolderFill.Outcome bringBack(
                SourceCopy copy, FolderFill fill, BlockEntry block, SymbolIds ids, int number) throws IOException {
            SourceBlock source = block.parameters().block(number);
            try (BlockScatter scatter =
                    new BlockScatter(budget, block.parameters(), source, file.out(), block.offset())) {
                if (copy.copy(block, ids, number, scatter)) {
                    return FolderFill.Outcome.COPIED;
                }
                FolderFill.Outcome outcome = fill.fill(block, ids, number);
                if (outcome.needs() == 0) {
                    scatter.addAll(fill.decoder());
                }
                return outcome;
            }
        }

        /// Reads back what was written: what is checked is what will be there.
        private void requireHash(BlockEntry block) throws IOException {
            Hash wanted = block.hash();
            if (wanted == null) {
                return;
            }
            Blake3 hasher = Blake3.hasher();
            try (Disk.InFile in = disk.read(file.unfinished());
                    Lease lease = budget.lease(CHECK_BYTES)) {
                for (long done = 0; done < block.size(); ) {
                    MemorySegment part = lease.segment().asSlice(0, Math.min(CHECK_BYTES, block.size() - done));
                    in.read(block.offset() + done, part);
                    hasher.update(part, 0, part.byteSize());
                    done += part.byteSize();
                }
            }
            Hash found = hasher.digest();
            if (!found.equals(wanted)) {
                throw new Corrupt(
                        symbols.folder() + " block " + block.index(),
                        block.offset(),
                        "a block with hash " + wanted,
                        "hash " + found + "; no file was written",
                        "The layout is not that of these symbols: bring it from another copy.",
                        null);
            }
        }
    }
}
