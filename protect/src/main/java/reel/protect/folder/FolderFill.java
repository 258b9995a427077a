package reel.protect.folder;

import java.io.IOException;
import java.nio.file.Path;
import reel.protect.layout.BlockEntry;
import reel.protect.layout.SymbolIds;
import reel.protect.model.Findings;
import reel.protect.model.Need;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockShape;
import reel.raptorq.PayloadId;
import reel.raptorq.PlanCache;
import reel.raptorq.Solution;
import reel.raptorq.jvm.JvmKernels;
import reel.stream.CpuPool;
import reel.stream.buffer.MemoryBudget;

/// Brings RFC 6330 source blocks back from symbol files, one after the other. One thread at a time.
final class FolderFill {
    private final SymbolFolder folder;
    private final MemoryBudget budget;
    private final Findings findings;
    private final BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
    private long missing;

    FolderFill(SymbolFolder folder, MemoryBudget budget, Findings findings) {
        this.folder = folder;
        this.budget = budget;
        this.findings = findings;
    }

    /// What one takes for a source block.
    static Need need(BlockShape shape) {
        return new Need(PacketBuffer.BYTES, BlockDecoder.workingBytes(shape) + 2L * shape.symbolSize());
    }

    /// Holds the last block that came back.
    BlockDecoder decoder() {
        return decoder;
    }

    /// Symbols that were looked for and not there, since the beginning.
    long missing() {
        return missing;
    }

    /// Reads symbols of source block `number` until it is solved.
    ///
    /// @return how many more symbols are needed at least; 0: the decoder holds the block
    Outcome fill(BlockEntry block, SymbolIds ids, int number) throws IOException {
        // Who only copies intact symbols does not have the processor busy with compiling vector code.
        String unused = JvmKernels.install();
        BlockShape shape = block.parameters().shape(number);
        decoder.begin(shape);
        SymbolFolder.Range range = SymbolFolder.range(block, number);
        Feeder feeder = new Feeder(number);
        Path own = folder.folderOf(block);
        int next = range.first();
        int end = range.first() + range.count();
        try (SymbolReader reader = new SymbolReader(folder.disk(), budget, shape.symbolSize(), findings)) {
            while (true) {
                feeder.needs = decoder.needsAtLeast();
                if (feeder.needs > 0) {
                    reader.read(own, ids, next, end, feeder);
                    missing += feeder.missing;
                    feeder.missing = 0;
                    next = Math.max(next, feeder.last + 1);
                }
                if (decoder.needsAtLeast() > 0) {
                    return new Outcome(decoder.needsAtLeast(), true);
                }
                boolean lacking = decoder.missing().length > 0;
                Solution solution = CpuPool.submit(decoder::solve).await();
                if (solution instanceof Solution.Solved) {
                    return new Outcome(0, lacking);
                }
                if (next >= end) {
                    return new Outcome(Math.max(1, decoder.needsAtLeast()), true);
                }
            }
        }
    }

    /// How a block came back.
    ///
    /// @param needs  more symbols at least; 0: it is here
    /// @param solved whether source symbols had to be computed
    record Outcome(int needs, boolean solved) {
        /// All source symbols were there.
        static final Outcome COPIED = new Outcome(0, false);
    }

    private final class Feeder implements SymbolReader.Sink {
        private final int number;
        private int needs;
        private int last = -1;
        private long missing;

        Feeder(int number) {
            this.number = number;
        }

        @Override
        public void intact(int place, PayloadId id, byte[] packet) {
            last = Math.max(last, place);
            if (id.block() == number) {
                // A few more than needed, which are read already, make it easier to solve.
                decoder.add(id.symbol(), packet, PayloadId.BYTES);
                needs = decoder.needsAtLeast();
            }
        }

        @Override
        public void corrupt(int place) {
            last = Math.max(last, place);
        }

        @Override
        public void missing(int place) {
            last = Math.max(last, place);
            missing++;
        }

        @Override
        public boolean isDone() {
            return needs == 0;
        }
    }
}
