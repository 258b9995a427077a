package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.protect.disk.Disk;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockShape;
import reel.raptorq.ObjectParameters;
import reel.raptorq.SourceBlock;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// Writes the symbols of one source block where the object has their bytes, one after the other, in large pieces.
final class BlockScatter implements AutoCloseable {
    private static final int RUN_BYTES = 1 << 20;

    private final SymbolParts places;
    private final SourceBlock block;
    private final Disk.OutFile out;
    private final long at;
    private final int symbolSize;
    private final byte[] symbols;
    private final Lease lease;
    private int first;
    private int waiting;

    /// @param at where the object begins in `out`
    BlockScatter(MemoryBudget budget, ObjectParameters parameters, SourceBlock block, Disk.OutFile out, long at)
            throws IOException {
        this.places = new SymbolParts(parameters, block.symbols());
        this.block = block;
        this.out = out;
        this.at = at + block.offset();
        this.symbolSize = parameters.symbolSize();
        this.symbols = new byte[runBytes(block.symbols(), symbolSize)];
        this.lease = budget.lease(symbols.length);
    }

    private static int runBytes(int symbols, int symbolSize) {
        return Math.min(symbols, RUN_BYTES / symbolSize) * symbolSize;
    }

    /// Off-heap bytes that one takes; it takes as many or less of the heap.
    static long bytes(BlockShape shape) {
        return MemoryBudget.charge(runBytes(shape.symbols(), shape.symbolSize()));
    }

    /// Begins with the first symbol again.
    void rewind() {
        first = 0;
        waiting = 0;
    }

    /// How many symbols were given since the beginning.
    int given() {
        return first + waiting;
    }

    /// Gives it the next symbol, `from[offset .. offset+T-1]`.
    void add(byte[] from, int offset) throws IOException {
        System.arraycopy(from, offset, symbols, waiting * symbolSize, symbolSize);
        next();
    }

    /// Writes all symbols of a solved block.
    void addAll(BlockDecoder decoder) throws IOException {
        rewind();
        for (int id = 0; id < block.symbols(); id++) {
            boolean known = decoder.source(id, symbols, waiting * symbolSize);
            if (!known) {
                throw new IllegalStateException("solved without symbol " + id);
            }
            next();
        }
    }

    private void next() throws IOException {
        waiting++;
        if (waiting * symbolSize == symbols.length || given() == block.symbols()) {
            write();
        }
    }

    private void write() throws IOException {
        MemorySegment made = MemorySegment.ofArray(symbols);
        for (int part = 0; part < places.count(); part++) {
            int size = places.size(part);
            long place = places.place(part, first);
            long bytes = Math.clamp(block.length() - place, 0, (long) waiting * size);
            if (bytes > 0) {
                MemorySegment packed = lease.segment().asSlice(0, (long) waiting * size);
                for (int i = 0; i < waiting; i++) {
                    MemorySegment.copy(made, (long) i * symbolSize + places.start(part), packed, (long) i * size, size);
                }
                out.write(at + place, packed.asSlice(0, bytes));
            }
        }
        first += waiting;
        waiting = 0;
    }

    @Override
    public void close() {
        lease.close();
    }
}
