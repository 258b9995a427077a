package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import reel.protect.model.Blocks;
import reel.stream.Conflict;
import reel.stream.CpuPool;
import reel.stream.Scope;
import reel.stream.buffer.Lease;

/// Fills neighbouring blocks with their source symbols, in one pass over the packs.
final class BlockGather {
    private BlockGather() {}

    /// @param sums   what the symbols' checks have to be; [Conflict] for another one
    /// @param first  the first block
    /// @param blocks memory for it and those after it
    static void gather(GroupSource source, int[] sums, int first, List<Lease> blocks) throws IOException {
        AtomicInteger next = new AtomicInteger();
        int members = source.shape().members().size();
        try (Scope scope = Scope.open("parity-gather")) {
            for (int t = 0; t < Math.min(CpuPool.threads(), members); t++) {
                Future<?> unused = scope.fork(() -> {
                    SymbolSum sum = new SymbolSum();
                    for (int m = next.getAndIncrement(); m < members; m = next.getAndIncrement()) {
                        member(source, sums, m, first, blocks, sum);
                    }
                    return null;
                });
            }
            scope.join();
        }
    }

    private static void member(GroupSource source, int[] sums, int m, int first, List<Lease> blocks, SymbolSum sum)
            throws IOException {
        GroupShape shape = source.shape();
        int size = shape.symbolSize();
        int count = blocks.size();
        MemorySegment run = MemorySegment.ofArray(new byte[count * size]);
        int begin = source.firstSymbol(m);
        int end = source.firstSymbol(m + 1);
        // Rows of `blocks` symbols, of which `count` neighbours are wanted; the first and the last may be cut.
        for (int row = begin / shape.blocks(); (long) row * shape.blocks() < end; row++) {
            Blocks.checkInterrupt();
            int from = Math.max(begin, row * shape.blocks() + first);
            int to = Math.min(end, row * shape.blocks() + first + count);
            if (from < to) {
                long offset = source.offset(m, from);
                long length = source.offset(m, to - 1) + source.length(m, to - 1) - offset;
                if (!source.pack(m).read(offset, run.asSlice(0, length))) {
                    throw changed(source.pack(m).member());
                }
                for (int s = from; s < to; s++) {
                    MemorySegment symbol = run.asSlice((long) (s - from) * size, source.length(m, s));
                    if (sum.source(symbol, size) != sums[s]) {
                        throw changed(source.pack(m).member());
                    }
                    MemorySegment place =
                            blocks.get(shape.block(s) - first).segment().asSlice((long) shape.inBlock(s) * size, size);
                    MemorySegment.copy(symbol, 0, place, 0, symbol.byteSize());
                    place.asSlice(symbol.byteSize()).fill((byte) 0);
                }
            }
        }
    }

    private static Conflict changed(Member member) {
        return new Conflict("pack " + member.pack(), "changed while its parity was made", "Run `reel repair`.");
    }
}
