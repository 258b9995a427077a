package reel.protect.folder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.protect.disk.Disk;
import reel.raptorq.BlockDecoder;
import reel.raptorq.ObjectParameters;
import reel.raptorq.SourceBlock;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// Writes the symbols of a solved block where the object has their bytes: with several sub-blocks (RFC 6330
/// §4.4.1.2), each symbol's parts lie far apart.
final class BlockScatter implements AutoCloseable {
    private static final int RUN_BYTES = 1 << 20;

    private final Lease lease;
    private final byte[] symbols;
    private final int symbolSize;

    BlockScatter(MemoryBudget budget, int symbolSize) throws IOException {
        this.symbolSize = symbolSize;
        this.symbols = new byte[RUN_BYTES / symbolSize * symbolSize];
        this.lease = budget.lease(RUN_BYTES);
    }

    /// Off-heap and heap bytes that one takes.
    static long bytes() {
        return RUN_BYTES;
    }

    /// Writes source block `block` of an object that begins at `at` of the file.
    void write(BlockDecoder decoder, ObjectParameters parameters, SourceBlock block, Disk.OutFile out, long at)
            throws IOException {
        int run = symbols.length / symbolSize;
        for (int first = 0; first < block.symbols(); first += run) {
            int count = Math.min(run, block.symbols() - first);
            for (int i = 0; i < count; i++) {
                boolean known = decoder.source(first + i, symbols, i * symbolSize);
                if (!known) {
                    throw new IllegalStateException("solved without symbol " + (first + i));
                }
            }
            parts(parameters, block, first, count, out, at + block.offset());
        }
    }

    /// Writes the parts of `count` symbols; those of one sub-block lie side by side.
    private void parts(ObjectParameters parameters, SourceBlock block, int first, int count, Disk.OutFile out, long at)
            throws IOException {
        int units = symbolSize / parameters.alignment();
        int small = units / parameters.subBlocks() * parameters.alignment();
        int larger = units % parameters.subBlocks();
        int start = 0;
        MemorySegment made = MemorySegment.ofArray(symbols);
        for (int part = 0; part < parameters.subBlocks(); part++) {
            int size = part < larger ? small + parameters.alignment() : small;
            long place = (long) block.symbols() * start + (long) first * size;
            long bytes = Math.clamp(block.length() - place, 0, (long) count * size);
            if (bytes > 0) {
                MemorySegment packed = lease.segment().asSlice(0, (long) count * size);
                for (int i = 0; i < count; i++) {
                    MemorySegment.copy(made, (long) i * symbolSize + start, packed, (long) i * size, size);
                }
                out.write(at + place, packed.asSlice(0, bytes));
            }
            start += size;
        }
    }

    @Override
    public void close() {
        lease.close();
    }
}
