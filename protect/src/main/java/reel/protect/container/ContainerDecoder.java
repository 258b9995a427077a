package reel.protect.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reel.protect.disk.Disk;
import reel.protect.disk.SafeFile;
import reel.protect.model.Blocks;
import reel.protect.model.DecodeReport;
import reel.protect.model.Findings;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Shares;
import reel.protect.model.Shortage;
import reel.protect.model.Warmth;
import reel.stream.Corrupt;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Brings the source back from the parts that are left: whole and checked, or not at all.
public final class ContainerDecoder {
    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public ContainerDecoder(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    public DecodeReport decode(Path folder, Path into) throws IOException {
        try (PartSet parts = PartSet.open(disk, folder);
                SafeFile file = SafeFile.open(disk, parts.apart(into))) {
            SymbolSet set = parts.set();
            file.requireRoom(set.bytes());
            Findings findings = new Findings();
            parts.unreadable().forEach(findings::add);
            parts.foreign().forEach(findings::add);
            Work work = new Work(parts, file.out(), findings);
            progress.begin(set.bytes());
            if (!parts.hasAllParts()) {
                Warmth.codingSoon();
            }
            Warmth.hashing(set.bytes());
            if (set.blocks() > 0) {
                int jobs = Shares.jobs(config, set.blocks(), ContainerMemory.decode(set));
                Blocks.each("decode", jobs, set.blocks(), () -> work.hire(budget));
            }
            if (!work.shortages.isEmpty() && parts.isUnfinished()) {
                throw PartSet.unfinished(folder);
            }
            if (!work.shortages.isEmpty()) {
                work.shortages.sort(Comparator.comparingLong(Shortage.Block::number));
                throw Shortage.of(folder.toString(), work.shortages);
            }
            file.out().truncate(set.bytes());
            requireHash(parts, work);
            file.publish();
            return new DecodeReport(
                    set.bytes(),
                    set.blocks(),
                    work.solved.get(),
                    findings.count(),
                    work.missing.get(),
                    findings.named(),
                    parts.isDescribed() ? set.name() : null,
                    parts.hash() != null);
        }
    }

    private void requireHash(PartSet parts, Work work) throws Corrupt {
        Hash wanted = parts.hash();
        Hash found = work.hash.digest();
        if (wanted != null && !wanted.equals(found)) {
            throw new Corrupt(
                    parts.folder().toString(),
                    -1,
                    "a file with hash " + wanted,
                    "hash " + found + "; nothing was written",
                    "The parts are not of one file: bring parts from another copy.",
                    null);
        }
    }

    /// What the workers of a decode share.
    private final class Work {
        private final PartSet parts;
        private final Disk.OutFile out;
        private final Findings findings;
        private final SourceHash hash = new SourceHash();
        private final List<Shortage.Block> shortages = Collections.synchronizedList(new ArrayList<>());
        private final AtomicLong solved = new AtomicLong();
        private final AtomicLong missing = new AtomicLong();

        Work(PartSet parts, Disk.OutFile out, Findings findings) {
            this.parts = parts;
            this.out = out;
            this.findings = findings;
        }

        Blocks.Worker hire(MemoryBudget budget) throws IOException {
            BlockFill fill = new BlockFill(parts, budget, findings);
            return new Blocks.Worker() {
                @Override
                public void work(long block) throws IOException {
                    Work.this.work(fill, block);
                }

                @Override
                public void close() {
                    missing.addAndGet(fill.missing());
                    fill.close();
                }
            };
        }

        /// Symbols are written as they come, and the missing ones behind them: nothing is seen of the file
        /// before all of it is right.
        private void work(BlockFill fill, long block) throws IOException {
            SymbolSet set = parts.set();
            boolean small = set.bytes() <= set.symbolSize();
            BlockFill.Outcome outcome = fill.fill(block, false, (first, bytes) -> {
                out.write(set.offset(block) + (long) first * set.symbolSize(), bytes);
                if (small) {
                    hash.only(bytes);
                }
            });
            if (outcome.needs() > 0) {
                shortages.add(new Shortage.Block(block, outcome.needs()));
            } else {
                solved.addAndGet(outcome.solved() ? 1 : 0);
            }
            if (outcome.needs() > 0 || small) {
                hash.skip(block);
            } else {
                hash.tell(block, set.symbols(block), fill.values());
            }
            progress.advance(set.length(block));
        }
    }
}
