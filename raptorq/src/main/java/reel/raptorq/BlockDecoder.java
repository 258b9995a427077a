package reel.raptorq;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Brings one source block after the other back from any of its symbols, in any order. One thread at a time;
/// a thread that has several blocks keeps its decoder, whose arrays then need no new allocation.
///
/// ```java
/// BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
/// decoder.begin(parameters.shape(0));
/// decoder.add(id.symbol(), packet, 4);                    // Added.ACCEPTED, DUPLICATE, …
/// if (decoder.needsAtLeast() == 0 && decoder.solve() instanceof Solution.Solved) {
///     decoder.writeBlock(object, 0, length);
/// }
/// ```
public final class BlockDecoder {
    private final PlanCache plans;
    private final Kernels kernels;
    private final RepairSymbols repairs;
    private final FullSolver full;
    private final LowLossSolver lowLoss;
    private final SymbolSlots slots = new SymbolSlots();
    private final StoredRows store = new StoredRows();
    private BlockShape shape = BlockShape.of(1, 1);
    private Stripes stripes = Stripes.of(BlockCode.SMALLEST, 1);
    private int extended = BlockCode.SMALLEST;
    private int lacking;
    private boolean begun;
    private @Nullable Solver pending;

    /// The rows of all symbols received, stripe by stripe.
    private final class StoredRows implements StripeData {
        private long[] longs = {};

        @Override
        public int ready(int s) {
            return stripes.before(s, storedRows());
        }

        @Override
        public long[] rows() {
            return longs;
        }
    }

    /// A decoder with the installed kernels.
    public BlockDecoder(PlanCache plans) {
        this(plans, Installed.kernels());
    }

    /// A decoder with kernels of choice.
    public BlockDecoder(PlanCache plans, Kernels kernels) {
        this.plans = plans;
        this.kernels = kernels;
        repairs = new RepairSymbols(kernels);
        full = new FullSolver(kernels);
        lowLoss = new LowLossSolver(kernels, plans);
    }

    /// Forgets everything and begins with a block of this shape.
    ///
    /// @throws MalformedInput if the block takes more than one array can hold, 16 GiB
    public void begin(BlockShape shape) {
        int nextExtended = BlockCode.extended(shape.symbols());
        Stripes next = Stripes.of(nextExtended, shape.symbolSize());
        long longs = next.total(nextExtended + SymbolSlots.SPARE);
        MalformedInput.inRange(
                "symbolSize", longs, 1, Integer.MAX_VALUE - 64L, "the block is too large, use several blocks");
        this.shape = shape;
        extended = nextExtended;
        stripes = next;
        store.longs = Arena.longs(store.longs, (int) longs);
        slots.begin(shape.symbols(), extended);
        repairs.begin();
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int at = store.ready(s);
            Arrays.fill(store.longs, at + shape.symbols() * stride, at + extended * stride, 0);
        }
        pending = null;
        lacking = 0;
        begun = true;
    }

    private int storedRows() {
        return extended + SymbolSlots.SPARE;
    }

    /// Adds the symbol `esi` whose octets are all of `symbol`.
    public Added add(int esi, byte[] symbol) {
        return symbol.length == shape.symbolSize() ? add(esi, symbol, 0) : Added.WRONG_LENGTH;
    }

    /// Adds the symbol `esi` whose octets are `from[at .. at+T-1]`; they are copied.
    ///
    /// @throws MalformedInput if the array is too short
    public Added add(int esi, byte[] from, int at) {
        begun();
        MalformedInput.fits("from", from.length, at, shape.symbolSize());
        if (esi < 0 || esi > PayloadId.MAX_SYMBOL) {
            return Added.FOREIGN_ID;
        }
        if (slots.has(esi)) {
            return Added.DUPLICATE;
        }
        if (slots.sources() == shape.symbols()) {
            return Added.SOLVED;
        }
        if (slots.full()) {
            return Added.SURPLUS;
        }
        int row = esi;
        if (esi >= shape.symbols()) {
            row = slots.addRepair(esi);
        } else {
            int guest = slots.guest(esi);
            slots.addSource(esi);
            if (guest >= 0) {
                move(esi, slots.place(guest));
            }
        }
        load(row, from, at);
        pending = null;
        lacking = Math.max(0, lacking - 1);
        return Added.ACCEPTED;
    }

    private void move(int from, int to) {
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int at = store.ready(s);
            System.arraycopy(store.longs, at + from * stride, store.longs, at + to * stride, stride);
        }
    }

    private void load(int row, byte[] from, int at) {
        for (int s = 0; s < stripes.count(); s++) {
            int stride = stripes.stride(s);
            int rowAt = store.ready(s) + row * stride;
            int count = stripes.bytes(s);
            if (count < 8 * stride) {
                Arrays.fill(store.longs, rowAt, rowAt + stride, 0);
            }
            kernels.load(from, at + stripes.start(s), count, store.longs, rowAt);
        }
    }

    /// How many different symbols are here.
    public int received() {
        return slots.received();
    }

    /// The ids of the source symbols not known yet, ascending.
    public int[] missing() {
        return slots.missing();
    }

    /// How many more symbols are needed at least: what lacks to K, or what the last attempt to solve found
    /// lacking.
    public int needsAtLeast() {
        if (slots.sources() == shape.symbols()) {
            return 0;
        }
        return Math.max(lacking, shape.symbols() - slots.received());
    }

    /// Whether the symbols here determine the block. Computes how to solve it, which [#solve] then uses, and
    /// no symbol.
    public boolean solvable() {
        begun();
        return slots.sources() == shape.symbols() || needsAtLeast() == 0 && solver() != null;
    }

    /// Computes the missing source symbols, if the symbols here determine them. If not, nothing is changed.
    public Solution solve() {
        begun();
        if (slots.sources() < shape.symbols()) {
            Solver solver = needsAtLeast() > 0 ? null : solver();
            if (solver == null) {
                return new Solution.NeedsMore(Math.max(1, needsAtLeast()));
            }
            solver.run(symbolsHere());
            slots.complete();
            pending = null;
        }
        return new Solution.Solved();
    }

    private @Nullable Solver solver() {
        if (pending == null) {
            int missing = shape.symbols() - slots.sources();
            Solver solver = LowLossSolver.worth(shape, missing, slots.received() - shape.symbols()) ? lowLoss : full;
            lacking = solver.prepare(symbolsHere());
            pending = lacking > 0 ? null : solver;
        }
        return pending;
    }

    private Received symbolsHere() {
        return new Received(shape, extended, stripes, slots, store);
    }

    /// Whether source symbol `symbol` is known.
    public boolean knows(int symbol) {
        begun();
        checkSource(symbol);
        return slots.has(symbol);
    }

    private void checkSource(int symbol) {
        MalformedInput.inRange("symbol", symbol, 0, shape.symbols() - 1L, "source symbols are those below K");
    }

    /// Writes source symbol `symbol` to `target[at .. at+T-1]`, if it is known: received, or computed by
    /// [#solve].
    ///
    /// @return whether it is known; if not, nothing is written
    public boolean source(int symbol, byte[] target, int at) {
        begun();
        checkSource(symbol);
        MalformedInput.fits("target", target.length, at, shape.symbolSize());
        if (!slots.has(symbol)) {
            return false;
        }
        for (int s = 0; s < stripes.count(); s++) {
            kernels.store(
                    store.longs,
                    store.ready(s) + symbol * stripes.stride(s),
                    target,
                    at + stripes.start(s),
                    stripes.bytes(s));
        }
        return true;
    }

    /// Writes the first `length` bytes of the block as the object holds them, sub-block after sub-block.
    ///
    /// @param length at most `K·T`
    /// @throws IllegalStateException if not all source symbols are known
    public void writeBlock(byte[] target, int at, int length) {
        solved();
        MalformedInput.inRange("length", length, 0, shape.bytes(), "the block has no more bytes");
        MalformedInput.fits("target", target.length, at, length);
        byte[] symbol = shape.subBlocks() == 1 ? target : new byte[shape.symbolSize()];
        int size = shape.symbolSize();
        for (int m = 0; m < shape.symbols(); m++) {
            long start = (long) m * size;
            if (shape.subBlocks() == 1 && start + size <= length) {
                source(m, target, at + (int) start);
            } else if (shape.subBlocks() > 1 || start < length) {
                if (symbol == target) {
                    symbol = new byte[size];
                }
                source(m, symbol, 0);
                scatter(m, symbol, target, at, length);
            }
        }
    }

    private void scatter(int m, byte[] symbol, byte[] target, int at, int length) {
        for (int part = 0; part < shape.subBlocks(); part++) {
            int start = shape.partStart(part);
            long offset = shape.offset(m, start);
            int count = (int) Math.clamp(length - offset, 0, shape.partSize(part));
            if (count > 0) {
                System.arraycopy(symbol, start, target, at + (int) offset, count);
            }
        }
    }

    /// Writes symbol `esi` of the solved block, so that lost repair symbols can be made again. The first
    /// repair symbol computes and keeps the intermediate symbols, about the block's size; [#symbols] does
    /// without.
    ///
    /// @throws IllegalStateException if not all source symbols are known
    public void symbol(int esi, byte[] target, int at) {
        solved();
        MalformedInput.inRange("esi", esi, 0, PayloadId.MAX_SYMBOL, "a symbol id has 24 bits");
        MalformedInput.fits("target", target.length, at, shape.symbolSize());
        if (esi < shape.symbols()) {
            source(esi, target, at);
        } else {
            repairs.write(encoding(), shape, stripes, store, esi, target, at);
        }
    }

    /// Writes symbols `esis` of the solved block, source or repair, to `at`, `at + step` and so on.
    ///
    /// @param step at least T
    /// @throws IllegalStateException if not all source symbols are known
    public void symbols(int[] esis, byte[] target, int at, int step) {
        solved();
        MalformedInput.inRange("step", step, shape.symbolSize(), Integer.MAX_VALUE, "symbols would overlap");
        if (esis.length == 0) {
            return;
        }
        MalformedInput.fits("target", target.length, at, (esis.length - 1L) * step + shape.symbolSize());
        for (int esi : esis) {
            MalformedInput.inRange("esi", esi, 0, PayloadId.MAX_SYMBOL, "a symbol id has 24 bits");
        }
        repairs.write(encoding(), shape, stripes, store, esis, target, at, step);
    }

    private Program encoding() {
        return plans.plan(shape.symbols()).program();
    }

    private void begun() {
        if (!begun) {
            throw new IllegalStateException("no block yet: call begin first");
        }
    }

    private void solved() {
        begun();
        if (slots.sources() < shape.symbols()) {
            throw new IllegalStateException(
                    shape.symbols() - slots.sources() + " source symbols are not known: add symbols and solve first");
        }
    }

    /// What a decoder needs at most for blocks of this shape: the symbols received, one stripe of
    /// intermediate symbols, and the plan. Making repair symbols one by one ([#symbol]) takes the
    /// intermediate symbols of all stripes
    /// more.
    public static long workingBytes(BlockShape shape) {
        int extended = BlockCode.extended(shape.symbols());
        Stripes stripes = Stripes.of(extended, shape.symbolSize());
        BlockCode code = BlockCode.of(extended);
        long stored = stripes.total(extended + SymbolSlots.SPARE);
        long programRows = code.columns + PlanBounds.scratchRows(extended);
        long working = programRows * stripes.fullStride();
        int few = LowLossSolver.most(shape);
        if (few > 0) {
            long unit = Stripes.ROW_LONGS * ((few + 63L) / 64);
            working += LowLossSolver.rows(programRows, few) * Math.max(stripes.fullStride(), unit) + extended * unit;
        }
        long matrices = 16L * few * (few + 32L);
        return PlanBounds.roomy(8 * (stored + working) + 2 * matrices)
                + PlanBounds.building(code)
                + 4L * shape.symbolSize();
    }

    /// What it holds now.
    public long bytes() {
        return 8L * store.longs.length + slots.bytes() + full.bytes() + lowLoss.bytes() + repairs.bytes();
    }
}
