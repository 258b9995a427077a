package reel.protect.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reel.protect.disk.Disk;
import reel.protect.layout.Base58;
import reel.protect.layout.BlockEntry;
import reel.protect.layout.LayoutShape;
import reel.protect.layout.SymbolIds;
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
import reel.raptorq.PayloadId;
import reel.stream.buffer.MemoryBudget;

/// Looks at every symbol file and changes nothing.
public final class FolderCheck {
    private final Disk disk;
    private final MemoryBudget budget;
    private final ProtectConfig config;
    private final ProtectProgress progress;

    public FolderCheck(Disk disk, MemoryBudget budget, ProtectConfig config, ProtectProgress progress) {
        this.disk = disk;
        this.budget = budget;
        this.config = config;
        this.progress = progress;
    }

    /// @param layout where the layout file is; null: in the folder
    public VerifyReport verify(Path folder, @Nullable Path layout) throws IOException {
        SymbolFolder symbols = SymbolFolder.open(disk, folder, layout);
        List<BlockEntry> blocks = symbols.layout().blocks();
        Findings corrupt = new Findings();
        Findings missing = new Findings();
        List<BlockHealth> health = new ArrayList<>();
        progress.begin(symbols.layout().size());
        if (!blocks.isEmpty()) {
            int jobs = Shares.jobs(config, blocks.size(), need(blocks));
            Blocks.each("verify", jobs, blocks.size(), () -> new Blocks.Worker() {
                @Override
                public void work(long index) throws IOException {
                    BlockEntry block = blocks.get((int) index);
                    Tally tally = tally(symbols, block, symbols.layout().ids(block), corrupt, missing);
                    synchronized (health) {
                        health.add(tally.health(block));
                    }
                    progress.advance(block.size());
                }

                @Override
                public void close() {}
            });
        }
        health.sort(Comparator.comparingLong(BlockHealth::block));
        return new VerifyReport(
                form(symbols), symbols.layout().size(), health, corrupt.named(), missing.named(), List.of());
    }

    private static Need need(List<BlockEntry> blocks) {
        int most = blocks.stream()
                .mapToInt(block -> block.parameters().block(0).symbols())
                .max()
                .orElse(1);
        return new Need(PacketBuffer.BYTES, (1 << 20) + Spare.heapBytes(most));
    }

    public FolderInfo info(Path folder, @Nullable Path layout) throws IOException {
        SymbolFolder symbols = SymbolFolder.open(disk, folder, layout);
        List<BlockEntry> blocks = symbols.layout().blocks();
        return new FolderInfo(
                form(symbols),
                null,
                null,
                symbols.layout().size(),
                null,
                blocks.size(),
                blocks.stream().mapToLong(BlockEntry::size).max().orElse(0),
                blocks.stream()
                        .mapToInt(block -> block.parameters().symbolSize())
                        .max()
                        .orElse(0),
                blocks.stream().mapToLong(BlockEntry::symbols).sum(),
                blocks.stream().mapToLong(block -> block.parameters().symbols()).sum(),
                0);
    }

    private static Form form(SymbolFolder symbols) {
        return symbols.layout().shape() == LayoutShape.MODERN ? Form.MODERN : Form.LEGACY;
    }

    /// Looks at all symbols of a block.
    Tally tally(SymbolFolder symbols, BlockEntry block, SymbolIds ids, Findings corrupt, Findings missing)
            throws IOException {
        Tally tally = new Tally(symbols, block, ids, missing);
        try (SymbolReader reader =
                new SymbolReader(disk, budget, block.parameters().symbolSize(), corrupt)) {
            reader.read(symbols.folderOf(block), ids, 0, ids.size(), tally);
        }
        return tally;
    }

    /// Counts of a block, and the places of what is not intact.
    static final class Tally implements SymbolReader.Sink {
        private final Path folder;
        private final SymbolIds ids;
        private final Findings findings;
        private final List<Set<Integer>> intact;
        private final List<Integer> lost = new ArrayList<>();
        private long corrupt;
        private long twice;

        Tally(SymbolFolder symbols, BlockEntry block, SymbolIds ids, Findings findings) {
            this.folder = symbols.folderOf(block);
            this.ids = ids;
            this.findings = findings;
            this.intact = Stream.generate(() -> (Set<Integer>) new HashSet<Integer>())
                    .limit(block.parameters().sourceBlocks())
                    .toList();
        }

        @Override
        public void intact(int place, PayloadId id, byte[] packet) {
            if (id.block() >= intact.size()) {
                corrupt(place);
            } else if (!intact.get(id.block()).add(id.symbol())) {
                twice++;
            }
        }

        @Override
        public void corrupt(int place) {
            corrupt++;
            lost.add(place);
        }

        @Override
        public void missing(int place) {
            lost.add(place);
            findings.add(folder.resolve(Base58.encode(ids.get(place))).toString());
        }

        @Override
        public boolean isDone() {
            return false;
        }

        /// Places of the ids whose symbols are corrupt or missing.
        List<Integer> lost() {
            return lost;
        }

        BlockHealth health(BlockEntry block) {
            long whole = 0;
            long spare = Long.MAX_VALUE;
            for (int number = 0; number < intact.size(); number++) {
                Set<Integer> own = intact.get(number);
                whole += own.size();
                int symbols = block.parameters().block(number).symbols();
                spare = Math.min(
                        spare, Spare.of(symbols, own.size(), own.stream().mapToInt(Integer::intValue)));
            }
            return new BlockHealth(
                    block.index(),
                    block.size(),
                    block.parameters().symbols(),
                    block.symbols() - twice,
                    whole,
                    corrupt,
                    spare);
        }
    }
}
