package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reel.protect.disk.Disk;
import reel.protect.disk.FolderLock;
import reel.protect.disk.SafeFile;
import reel.protect.layout.Base58;
import reel.protect.layout.BlockEntry;
import reel.protect.layout.SymbolIds;
import reel.protect.model.BlockHealth;
import reel.protect.model.Blocks;
import reel.protect.model.Findings;
import reel.protect.model.Need;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.RepairReport;
import reel.protect.model.Shares;
import reel.raptorq.BlockShape;
import reel.raptorq.PayloadId;
import reel.stream.Corrupt;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Writes lost and corrupt symbol files anew, byte for byte as they were, from the ones that are left. The source
/// itself is never written. Blocks beyond help are left as they are.
public final class FolderRepair {
    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public FolderRepair(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    /// @param layout where the layout file is; null: in the folder
    public RepairReport repair(Path folder, @Nullable Path layout) throws IOException {
        SymbolFolder symbols = SymbolFolder.open(disk, folder, layout);
        try (FolderLock lock = FolderLock.take(folder)) {
            List<BlockEntry> blocks = symbols.layout().blocks();
            Work work = new Work(symbols);
            progress.begin(symbols.layout().size());
            if (!blocks.isEmpty()) {
                int jobs = Shares.jobs(config, blocks.size(), symbols.need(FolderRepair::need));
                Blocks.each("repair", jobs, blocks.size(), work::hire);
            }
            work.beyond.sort(Comparator.comparingLong(BlockHealth::block));
            return new RepairReport(
                    blocks.size(), work.repaired.get(), work.written.get(), work.written.get(), work.beyond);
        }
    }

    /// What the repair of a source block takes: what brings it back, and a few packets of it.
    static Need need(BlockShape shape) {
        return FolderFill.need(shape).plus(new Need(PacketBuffer.BYTES, PacketBuffer.BYTES));
    }

    /// What the workers of a repair share.
    private final class Work {
        private final SymbolFolder symbols;
        private final List<BlockHealth> beyond = Collections.synchronizedList(new ArrayList<>());
        private final AtomicLong repaired = new AtomicLong();
        private final AtomicLong written = new AtomicLong();

        Work(SymbolFolder symbols) {
            this.symbols = symbols;
        }

        Blocks.Worker hire() {
            FolderFill fill = new FolderFill(symbols, budget, new Findings());
            return new Blocks.Worker() {
                @Override
                public void work(long block) throws IOException {
                    Work.this.work(fill, symbols.layout().blocks().get((int) block));
                }

                @Override
                public void close() {}
            };
        }

        private void work(FolderFill fill, BlockEntry block) throws IOException {
            SymbolIds ids = symbols.layout().ids(block);
            FolderCheck check = new FolderCheck(disk, budget, config, ProtectProgress.NONE);
            FolderCheck.Tally tally = check.tally(symbols, block, ids, new Findings(), new Findings());
            boolean recoverable = tally.health(block).isRecoverable();
            if (!tally.lost().isEmpty() || !recoverable) {
                if (recoverable && regrow(fill, block, ids, tally.lost())) {
                    repaired.incrementAndGet();
                    written.addAndGet(tally.lost().size());
                } else {
                    beyond.add(tally.health(block));
                }
            }
            progress.advance(block.size());
        }

        private boolean regrow(FolderFill fill, BlockEntry block, SymbolIds ids, List<Integer> lost)
                throws IOException {
            Path folder = symbols.folderOf(block);
            if (folder.equals(symbols.folder()) && !block.name().isEmpty()) {
                folder = folder.resolve(block.name());
                disk.makeFolder(folder);
            }
            for (int number = 0; number < block.parameters().sourceBlocks(); number++) {
                SymbolFolder.Range range = SymbolFolder.range(block, number);
                List<Integer> own = lost.stream()
                        .filter(place -> place >= range.first() && place < range.first() + range.count())
                        .toList();
                if (own.isEmpty()) {
                    continue;
                }
                if (fill.fill(block, ids, number).needs() > 0) {
                    return false;
                }
                write(fill, block, ids, number, range, own, folder);
            }
            disk.sync(folder);
            return true;
        }

        private void write(
                FolderFill fill,
                BlockEntry block,
                SymbolIds ids,
                int number,
                SymbolFolder.Range range,
                List<Integer> places,
                Path folder)
                throws IOException {
            BlockShape shape = block.parameters().shape(number);
            int packetBytes = shape.symbolSize() + PayloadId.BYTES;
            try (PacketBuffer packets = new PacketBuffer(budget, packetBytes)) {
                byte[] made = new byte[packets.capacity() * packetBytes];
                for (int done = 0; done < places.size(); ) {
                    Blocks.checkInterrupt();
                    int count = Math.min(packets.capacity(), places.size() - done);
                    int[] esis = new int[count];
                    for (int i = 0; i < count; i++) {
                        esis[i] = places.get(done + i) - range.first();
                        new PayloadId(number, esis[i]).write(made, i * packetBytes);
                    }
                    fill.decoder().symbols(esis, made, PayloadId.BYTES, packetBytes);
                    for (int i = 0; i < count; i++) {
                        MemorySegment.copy(
                                MemorySegment.ofArray(made), (long) i * packetBytes, packets.packet(i), 0, packetBytes);
                    }
                    packets.hash(count);
                    for (int i = 0; i < count; i++) {
                        save(folder, ids.get(places.get(done + i)), packets, i);
                    }
                    done += count;
                }
            }
        }

        private void save(Path folder, Hash id, PacketBuffer packets, int index) throws IOException {
            Path file = folder.resolve(Base58.encode(id));
            if (!packets.id(index).equals(id)) {
                throw new Corrupt(
                        file.toString(),
                        -1,
                        "a symbol that the block's other symbols make",
                        "an id that none of them has at this place of the layout",
                        "The layout lists its symbols in an order of its own: decode the file and encode it again.",
                        null);
            }
            try (SafeFile safe = SafeFile.open(disk, file)) {
                safe.out().write(0, packets.packet(index));
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    disk.delete(file);
                }
                safe.publish();
            }
        }
    }
}
