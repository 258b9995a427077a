package reel.raptorq;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Makes encoding symbols of one source block after the other. One thread at a time; a thread that has
/// several blocks keeps its encoder, whose arrays then need no new allocation.
///
/// ```java
/// BlockEncoder encoder = new BlockEncoder(PlanCache.shared());
/// encoder.begin(parameters.shape(0), object, 0, blockLength);
/// encoder.repair(firstRepairId, 200, symbols, 0, parameters.symbolSize());
/// ```
public final class BlockEncoder {
    private final PlanCache plans;
    private final @Nullable Kernels wished;
    private final RepairSymbols repairs = new RepairSymbols();
    private final SourceRows source = new SourceRows();
    private final SymbolStore given = new SymbolStore();
    private StripeData data = source;
    private boolean[] put = {};
    private int lacking;
    private Kernels kernels;
    private BlockShape shape = BlockShape.of(1, 1);
    private Stripes stripes = Stripes.of(BlockCode.SMALLEST, 1);
    private boolean begun;

    /// An encoder that takes for every block the kernels that are installed when it begins.
    public BlockEncoder(PlanCache plans) {
        this(plans, null);
    }

    /// An encoder with these kernels; null: those installed when a block begins.
    public BlockEncoder(PlanCache plans, @Nullable Kernels kernels) {
        this.plans = plans;
        wished = kernels;
        this.kernels = Installed.or(kernels);
    }

    /// The name of the kernels it works with, on this block.
    public String kernels() {
        return kernels.name();
    }

    /// Begins with a block whose bytes are `source[at .. at+length-1]`, as the object holds them. They are
    /// not copied: they must not change until the last symbol is made.
    ///
    /// @param length above `(K-1)·T` and at most `K·T`; zeros complete the last symbol
    /// @throws MalformedInput if the length does not fit the shape, or the array is too short
    public void begin(BlockShape shape, byte[] source, int at, int length) {
        MalformedInput.fits("source", source.length, at, length);
        check(shape, length);
        this.source.of(source, at, length);
        start(shape);
    }

    /// The same with the remaining bytes of a buffer, which may be outside the heap. Its position does not move.
    public void begin(BlockShape shape, ByteBuffer source) {
        check(shape, source.remaining());
        this.source.of(source);
        start(shape);
    }

    /// Begins with a block whose source symbols are all given by [#put] before the first repair symbol is made.
    /// The encoder keeps them, in the order it works in: faster where they come piece by piece anyway.
    ///
    /// @throws MalformedInput if the block takes more than one array can hold, 16 GiB
    public void begin(BlockShape shape) {
        int extended = BlockCode.extended(shape.symbols());
        SymbolStore.checkSize(Stripes.of(extended, shape.symbolSize()), extended);
        this.source.of(new byte[0], 0, 0);
        start(shape);
        given.begin(shape.symbols(), extended, stripes, kernels);
        data = given;
        lacking = shape.symbols();
        put = new boolean[lacking];
    }

    /// Takes the source symbols `first`, `first + 1` … out of the remaining octets of a buffer, where they lie one
    /// behind the other, the last one of the block with zeros behind its end. The buffer's position does not move.
    ///
    /// @throws MalformedInput if the octets are no whole number of symbols, or not of this block
    public void put(int first, ByteBuffer symbols) {
        if (data != given) {
            throw new IllegalStateException("the block's bytes are known: begin with the shape alone to put symbols");
        }
        int count = symbols.remaining() / shape.symbolSize();
        MalformedInput.inRange("remaining", symbols.remaining() % shape.symbolSize(), 0, 0, "give whole symbols");
        MalformedInput.inRange("first", first, 0, (long) shape.symbols() - count, "source symbols are those below K");
        given.load(first, 1, count, symbols, symbols.position());
        for (int symbol = first; symbol < first + count; symbol++) {
            lacking -= put[symbol] ? 0 : 1;
            put[symbol] = true;
        }
    }

    private static void check(BlockShape shape, int length) {
        MalformedInput.inRange(
                "length",
                length,
                shape.bytes() - shape.symbolSize() + 1,
                shape.bytes(),
                "give the block's own bytes, or the shape of this many");
    }

    private void start(BlockShape shape) {
        this.shape = shape;
        int extended = BlockCode.extended(shape.symbols());
        stripes = Stripes.of(extended, shape.symbolSize());
        kernels = Installed.or(wished);
        source.begin(shape, stripes, extended, kernels);
        repairs.begin(kernels);
        data = source;
        lacking = 0;
        begun = true;
    }

    /// Writes symbol `esi` to `target[at .. at+T-1]`: a source symbol below K, a repair symbol from K on. The
    /// first repair symbol computes and keeps the intermediate symbols; see [#workingBytes].
    ///
    /// @throws MalformedInput if the id has more than 24 bits, or the array is too short
    public void symbol(int esi, byte[] target, int at) {
        ready(esi, 1);
        MalformedInput.fits("target", target.length, at, shape.symbolSize());
        if (esi < shape.symbols()) {
            if (data == given) {
                given.write(esi, target, at);
            } else {
                source.symbol(esi, target, at);
            }
        } else {
            repairs.write(program(), shape, stripes, data, esi, target, at);
        }
    }

    /// Writes repair symbols `first .. first+count-1` to `at`, `at + step` and so on. All at once is faster
    /// than one by one and needs the intermediate symbols of one stripe only.
    ///
    /// @param first at least K
    /// @param step at least T
    public void repair(int first, int count, byte[] target, int at, int step) {
        ready(first, count);
        MalformedInput.inRange("first", first, shape.symbols(), PayloadId.MAX_SYMBOL, "lower ids are source symbols");
        MalformedInput.inRange("step", step, shape.symbolSize(), Integer.MAX_VALUE, "symbols would overlap");
        if (count > 0) {
            MalformedInput.fits("target", target.length, at, (count - 1L) * step + shape.symbolSize());
            int[] esis = new int[count];
            for (int i = 0; i < count; i++) {
                esis[i] = first + i;
            }
            repairs.write(program(), shape, stripes, data, esis, target, at, step);
        }
    }

    /// Writes the repair symbols `first`, `first + 1` … one behind the other to the remaining room of a buffer,
    /// which takes a whole number of them. Its position does not move.
    ///
    /// @param first at least K
    public void repair(int first, ByteBuffer target) {
        int count = target.remaining() / shape.symbolSize();
        ready(first, count);
        MalformedInput.inRange("first", first, shape.symbols(), PayloadId.MAX_SYMBOL, "lower ids are source symbols");
        MalformedInput.inRange(
                "remaining", target.remaining() % shape.symbolSize(), 0, 0, "give room for whole symbols");
        if (count > 0) {
            repairs.write(program(), shape, stripes, data, first, count, target);
        }
    }

    private Program program() {
        return plans.plan(shape.symbols()).program();
    }

    private void ready(int first, int count) {
        if (!begun) {
            throw new IllegalStateException("no block yet: call begin first");
        }
        if (lacking > 0) {
            throw new IllegalStateException(lacking + " source symbol(s) were not put yet");
        }
        MalformedInput.inRange("esi", first, 0, PayloadId.MAX_SYMBOL, "a symbol id has 24 bits");
        MalformedInput.inRange("count", count, 0, PayloadId.MAX_SYMBOL + 1L - first, "a symbol id has 24 bits");
    }

    /// What an encoder needs for blocks of this shape, without the plan, which is shared.
    ///
    /// @param oneByOne whether repair symbols are asked for with [#symbol], which keeps all intermediate symbols
    public static long workingBytes(BlockShape shape, boolean oneByOne) {
        int extended = BlockCode.extended(shape.symbols());
        Stripes stripes = Stripes.of(extended, shape.symbolSize());
        long columns = BlockCode.of(extended).columns;
        long scratch = PlanBounds.scratchRows(extended);
        long rows = oneByOne
                ? stripes.total(columns) + scratch * stripes.fullStride()
                : (columns + scratch) * stripes.fullStride();
        return PlanBounds.roomy(8 * (rows + (long) extended * stripes.fullStride())) + 2L * shape.symbolSize() + 4096;
    }

    /// The same for an encoder that is given symbols by [#put], which it keeps, and makes all repair symbols at
    /// once.
    public static long keepingBytes(BlockShape shape) {
        int extended = BlockCode.extended(shape.symbols());
        Stripes stripes = Stripes.of(extended, shape.symbolSize());
        long columns = BlockCode.of(extended).columns + PlanBounds.scratchRows(extended);
        long batch = RepairSymbols.BATCH + 1L;
        return PlanBounds.roomy(8 * (SymbolStore.longs(stripes, extended) + (columns + batch) * stripes.fullStride()))
                + 2L * shape.symbolSize()
                + shape.symbols()
                + 4096;
    }

    /// What it holds now.
    public long bytes() {
        return repairs.bytes() + source.bytes() + given.bytes() + put.length;
    }
}
