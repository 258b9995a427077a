package reel.protect.container;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.protect.container.PartSet.Located;
import reel.protect.model.Blocks;
import reel.protect.model.Findings;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// Reads runs of symbols and checks every one. One thread at a time; holds a buffer.
final class BlockReader implements AutoCloseable {
    /// Read, checked and passed on while it is in the processor's cache.
    static final int RUN_BYTES = 256 << 10;

    private final Lease lease;
    private final Findings findings;

    BlockReader(MemoryBudget budget, Findings findings) throws IOException {
        this.lease = budget.lease(RUN_BYTES);
        this.findings = findings;
    }

    /// Is given symbols that are intact.
    interface Sink {
        /// Whether the symbol is wanted at all.
        boolean wants(int symbol);

        /// Takes `count` neighbours from symbol `first` on, which lie one behind the other in `bytes`.
        ///
        /// @param values what they were checked by, from `at` on
        void take(int first, int count, MemorySegment bytes, long[] values, int at) throws IOException;

        /// Whether it has enough.
        boolean isDone();
    }

    /// Gives all intact symbols with ids `from` to `to` - 1 of a run to `sink`, until it is done.
    ///
    /// @return how many were corrupt
    int read(Located group, int from, int to, Sink sink) throws IOException {
        GroupTable table = group.table();
        int size = table.symbolSize();
        int run = RUN_BYTES / size;
        long[] values = new long[4 * run];
        int corrupt = 0;
        int end = Math.min(to, table.first() + table.count()) - table.first();
        for (int index = Math.max(0, from - table.first()); index < end && !sink.isDone(); index += run) {
            Blocks.checkInterrupt();
            int count = Math.min(run, end - index);
            MemorySegment bytes = lease.segment().asSlice(0, (long) count * size);
            long at = group.at() + (long) index * size;
            long filled = at < 0 ? 0 : group.part().read(at, bytes);
            int whole = (int) (filled / size);
            SymbolCheck.values(table, index, whole, bytes, values, 0);
            corrupt += pass(group, index, whole, count, bytes, values, sink);
        }
        return corrupt;
    }

    private int pass(Located group, int index, int whole, int count, MemorySegment bytes, long[] values, Sink sink)
            throws IOException {
        int size = group.table().symbolSize();
        int corrupt = 0;
        int start = 0;
        for (int i = 0; i <= count; i++) {
            boolean intact = i < whole && group.table().knows(index + i, values, 4 * i);
            int symbol = group.table().first() + index + i;
            if (intact && sink.wants(symbol)) {
                continue;
            }
            if (i > start) {
                sink.take(
                        symbol - (i - start),
                        i - start,
                        bytes.asSlice((long) start * size, (long) (i - start) * size),
                        values,
                        4 * start);
            }
            start = i + 1;
            if (i < count && !intact) {
                corrupt++;
                findings.add(group.name(index + i));
            }
        }
        return corrupt;
    }

    @Override
    public void close() {
        lease.close();
    }
}
