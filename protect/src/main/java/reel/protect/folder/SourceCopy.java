package reel.protect.folder;

import java.io.IOException;
import reel.protect.layout.BlockEntry;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Findings;
import reel.raptorq.PayloadId;
import reel.stream.buffer.MemoryBudget;

/// Brings a source block back from its source symbols alone: nothing has to be solved, nor kept until it is.
final class SourceCopy {
    private final SymbolFolder folder;
    private final MemoryBudget budget;

    SourceCopy(SymbolFolder folder, MemoryBudget budget) {
        this.folder = folder;
        this.budget = budget;
    }

    /// Gives all source symbols of source block `number` to `scatter`; false as soon as one is not intact.
    boolean copy(BlockEntry block, SymbolIds ids, int number, BlockScatter scatter) throws IOException {
        SymbolFolder.Range range = SymbolFolder.range(block, number);
        int symbols = block.parameters().block(number).symbols();
        if (!range.expected()) {
            return false;
        }
        // What is not intact is counted by whoever reads the block again.
        Findings unused = new Findings();
        Feed feed = new Feed(number, range.first(), scatter);
        try (SymbolReader reader =
                new SymbolReader(folder.disk(), budget, block.parameters().symbolSize(), unused)) {
            reader.read(folder.folderOf(block), ids, range.first(), range.first() + symbols, feed);
        }
        return !feed.lacking;
    }

    private static final class Feed implements SymbolReader.Sink {
        private final int number;
        private final int first;
        private final BlockScatter scatter;
        private boolean lacking;

        Feed(int number, int first, BlockScatter scatter) {
            this.number = number;
            this.first = first;
            this.scatter = scatter;
        }

        @Override
        public void intact(int place, PayloadId id, byte[] packet) throws IOException {
            if (lacking || id.block() != number || id.symbol() != place - first || scatter.given() != id.symbol()) {
                lacking = true;
            } else {
                scatter.add(packet, PayloadId.BYTES);
            }
        }

        @Override
        public void corrupt(int place) {
            lacking = true;
        }

        @Override
        public void missing(int place) {
            lacking = true;
        }

        @Override
        public boolean isDone() {
            return lacking;
        }
    }
}
