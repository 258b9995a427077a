package reel.raptorq;

import java.nio.ByteBuffer;
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
    private final @Nullable Kernels wished;
    private final RepairSymbols repairs = new RepairSymbols();
    private final FullSolver full = new FullSolver();
    private final LowLossSolver lowLoss;
    private final SymbolSlots slots = new SymbolSlots();
    private final SymbolStore store = new SymbolStore();
    private Kernels kernels;
    private BlockShape shape = BlockShape.of(1, 1);
    private Stripes stripes = Stripes.of(BlockCode.SMALLEST, 1);
    private int extended = BlockCode.SMALLEST;
    private int lacking;
    private boolean begun;
    private @Nullable Solver pending;

    /// A decoder that takes for every block the kernels that are installed when it begins.
    public BlockDecoder(PlanCache plans) {
        this(plans, null);
    }

    /// A decoder with these kernels; null: those installed when a block begins.
    public BlockDecoder(PlanCache plans, @Nullable Kernels kernels) {
        this.plans = plans;
        wished = kernels;
        this.kernels = Installed.or(kernels);
        lowLoss = new LowLossSolver(plans);
    }

    /// Forgets everything and begins with a block of this shape.
    ///
    /// @throws MalformedInput if the block takes more than one array can hold, 16 GiB
    public void begin(BlockShape shape) {
        int nextExtended = BlockCode.extended(shape.symbols());
        Stripes next = Stripes.of(nextExtended, shape.symbolSize());
        SymbolStore.checkSize(next, nextExtended);
        this.shape = shape;
        extended = nextExtended;
        stripes = next;
        kernels = Installed.or(wished);
        store.begin(shape.symbols(), extended, stripes, kernels);
        slots.begin(shape.symbols(), extended);
        repairs.begin(kernels);
        pending = null;
        lacking = 0;
        begun = true;
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
        Added refused = refusal(esi);
        if (refused == null) {
            store.load(row(esi), from, at);
            return Added.ACCEPTED;
        }
        return refused;
    }

    /// Adds the symbols `first`, `first + 1` … whose octets are the remaining ones of a buffer, one symbol
    /// behind the other: faster than one by one. Those that are here already, or too many, are left out. The
    /// buffer's position does not move.
    ///
    /// @return how many were accepted
    /// @throws MalformedInput if the octets are no whole number of symbols, or an id has more than 24 bits
    public int add(int first, ByteBuffer symbols) {
        begun();
        int size = shape.symbolSize();
        int count = symbols.remaining() / size;
        MalformedInput.inRange("first", first, 0, PayloadId.MAX_SYMBOL + 1L - count, "a symbol id has 24 bits");
        MalformedInput.inRange("remaining", symbols.remaining() % size, 0, 0, "give whole symbols");
        int accepted = 0;
        int run = 0;
        int runRow = 0;
        int direction = 1;
        for (int i = 0; i < count; i++) {
            boolean taken = refusal(first + i) == null;
            int row = taken ? row(first + i) : 0;
            if (run == 1 && taken && row == runRow - 1) {
                direction = -1;
            }
            if (run > 0 && !(taken && row == runRow + direction * run)) {
                store.load(runRow, direction, run, symbols, symbols.position() + (i - run) * size);
                run = 0;
                direction = 1;
            }
            if (taken) {
                runRow = run == 0 ? row : runRow;
                run++;
                accepted++;
            }
        }
        if (run > 0) {
            store.load(runRow, direction, run, symbols, symbols.position() + (count - run) * size);
        }
        return accepted;
    }

    /// Why the symbol `esi` is not wanted; null if it is.
    private @Nullable Added refusal(int esi) {
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
        return null;
    }

    /// Takes note that the symbol `esi` comes and answers the row it goes to.
    private int row(int esi) {
        int row = esi;
        if (esi >= shape.symbols()) {
            row = slots.addRepair(esi);
        } else {
            int guest = slots.guest(esi);
            slots.addSource(esi);
            if (guest >= 0) {
                store.move(esi, slots.place(guest));
            }
        }
        pending = null;
        lacking = Math.max(0, lacking - 1);
        return row;
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
        return new Received(shape, extended, stripes, slots, store, kernels);
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
        store.write(symbol, target, at);
        return true;
    }

    /// Writes the source symbols `first`, `first + 1` … one behind the other to the remaining room of a buffer,
    /// which takes a whole number of them. Its position does not move.
    ///
    /// @throws IllegalStateException if one of them is not known
    public void sources(int first, ByteBuffer target) {
        begun();
        int size = shape.symbolSize();
        int count = target.remaining() / size;
        MalformedInput.inRange("remaining", target.remaining() % size, 0, 0, "give room for whole symbols");
        MalformedInput.inRange("first", first, 0, (long) shape.symbols() - count, "source symbols are those below K");
        for (int symbol = first; symbol < first + count; symbol++) {
            if (!slots.has(symbol)) {
                throw new IllegalStateException(
                        "source symbol " + symbol + " is not known: add symbols and solve first");
            }
        }
        store.write(first, count, target, target.position());
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
    /// intermediate symbols of all stripes more.
    public static long workingBytes(BlockShape shape) {
        int extended = BlockCode.extended(shape.symbols());
        Stripes stripes = Stripes.of(extended, shape.symbolSize());
        BlockCode code = BlockCode.of(extended);
        long stored = SymbolStore.longs(stripes, extended);
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
        return store.bytes() + slots.bytes() + full.bytes() + lowLoss.bytes() + repairs.bytes();
    }
}
