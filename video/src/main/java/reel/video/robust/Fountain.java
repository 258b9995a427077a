package reel.video.robust;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockShape;
import reel.raptorq.PlanCache;
import reel.raptorq.Solution;
import reel.raptorq.jvm.JvmKernels;
import reel.video.carrier.Spool;

/// Gathers symbols until each block is whole. One thread at a time.
///
/// Source symbols are written to their place at once, whatever their order; only repair symbols are kept. So there is
/// one decoder in memory, for the block that is being solved, however frames are shuffled.
public final class Fountain {
    private final BlockPlan plan;
    private final Spool.Room room;
    private final Map<Integer, Block> open = new HashMap<>();
    private final BitSet whole = new BitSet();
    private final BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
    private long bytesWhole;

    public Fountain(BlockPlan plan, Spool.Room room) {
        this.plan = plan;
        this.room = room;
    }

    /// What is known of a block that is not whole.
    private static final class Block {
        final BitSet sources = new BitSet();
        final TreeMap<Integer, byte[]> repairs = new TreeMap<>();
        int tryAgainAt;

        int received() {
            return sources.cardinality() + repairs.size();
        }
    }

    public boolean complete() {
        return whole.cardinality() == plan.blocks();
    }

    public int blocksWhole() {
        return whole.cardinality();
    }

    public long bytesWhole() {
        return bytesWhole;
    }

    /// Whether every symbol of a frame is here already, or no longer needed.
    public boolean has(FrameHeader header) {
        if (header.block() >= plan.blocks() || whole.get(header.block())) {
            return true;
        }
        Block block = open.get(header.block());
        if (block == null) {
            return false;
        }
        int sources = plan.symbols(header.block());
        for (int i = 0; i < plan.perFrame(); i++) {
            int id = header.firstSymbol() + i;
            if (id < sources ? !block.sources.get(id) : !block.repairs.containsKey(id)) {
                return false;
            }
        }
        return true;
    }

    /// Takes the good symbols of a frame.
    public void add(TakenFrame frame) throws IOException {
        FrameHeader header = frame.header();
        int number = header.block();
        if (number >= plan.blocks() || whole.get(number)) {
            return;
        }
        Block block = open.computeIfAbsent(number, any -> new Block());
        int sources = plan.symbols(number);
        int size = plan.symbolBytes();
        for (int i = 0; i < frame.good().length; i++) {
            int id = header.firstSymbol() + i;
            if (!frame.good()[i] || id >>> 24 != 0) {
                prepare();
                continue;
            }
            if (id >= sources) {
                byte[] symbol = new byte[size];
                System.arraycopy(frame.symbols(), i * size, symbol, 0, size);
                block.repairs.putIfAbsent(id, symbol);
            } else if (!block.sources.get(id)) {
                write(number, id, frame.symbols(), i * size);
                block.sources.set(id);
            }
        }
        if (block.received() >= Math.max(sources, block.tryAgainAt) || block.sources.cardinality() == sources) {
            solve(header, block);
        }
    }

    /// Something lacks, so there will be something to solve. A video without damage is spared the compiling.
    private static void prepare() {
        String unused = JvmKernels.install();
    }

    private void write(int number, int id, byte[] from, int at) throws IOException {
        long start = (long) id * plan.symbolBytes();
        int length = (int) Math.min(plan.symbolBytes(), plan.bytes(number) - start);
        if (length > 0) {
            room.write(plan.offset(number) + start, MemorySegment.ofArray(from).asSlice(at, length));
        }
    }

    private void solve(FrameHeader header, Block block) throws IOException {
        int number = header.block();
        BlockShape shape = plan.shape(number);
        byte[] bytes = new byte[(int) shape.bytes()];
        int length = plan.bytes(number);
        readSources(number, block, bytes, length);
        int size = plan.symbolBytes();
        if (block.sources.cardinality() < shape.symbols()) {
            prepare();
            decoder.begin(shape);
            block.sources.stream().forEach(id -> decoder.add(id, bytes, id * size));
            block.repairs.forEach(decoder::add);
            if (decoder.solve() instanceof Solution.NeedsMore more) {
                block.tryAgainAt = block.received() + more.atLeast();
                return;
            }
            for (int id = block.sources.nextClearBit(0);
                    id < shape.symbols();
                    id = block.sources.nextClearBit(id + 1)) {
                boolean unused = decoder.source(id, bytes, id * size);
                write(number, id, bytes, id * size);
            }
        }
        open.remove(number);
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        if ((int) sum.getValue() == header.blockCheck()) {
            whole.set(number);
            bytesWhole += length;
        }
        // Else some symbol was wrong in spite of its check: the block begins anew with what still comes.
    }

    /// Reads back what was written, run after run: nothing that was not is ever read.
    private void readSources(int number, Block block, byte[] bytes, int length) throws IOException {
        int size = plan.symbolBytes();
        for (int from = block.sources.nextSetBit(0); from >= 0; ) {
            int end = block.sources.nextClearBit(from);
            long start = (long) from * size;
            long run = Math.min(length, (long) end * size) - start;
            if (run > 0) {
                room.read(
                        plan.offset(number) + start,
                        MemorySegment.ofArray(bytes).asSlice(start, run));
            }
            from = block.sources.nextSetBit(end);
        }
    }

    /// So many symbols are here of a block, and so many needed.
    public String lack(int number) {
        Block block = open.get(number);
        return "block " + (number + 1) + " of " + plan.blocks() + " has " + (block == null ? 0 : block.received())
                + " of " + plan.symbols(number) + " symbols";
    }

    /// The first block that is not whole.
    public int firstMissing() {
        return whole.nextClearBit(0);
    }
}
