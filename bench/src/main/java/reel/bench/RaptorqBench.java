package reel.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockEncoder;
import reel.raptorq.BlockShape;
import reel.raptorq.EncodingPlan;
import reel.raptorq.Installed;
import reel.raptorq.Kernels;
import reel.raptorq.PlanCache;
import reel.raptorq.Solution;
import reel.raptorq.jvm.JvmKernels;

/// RaptorQ on one core, symbols of 1280 bytes: milliseconds a block. A block has `K × 0.01024` Mbit, so
/// Gbit/s are `K × 0.01024 / ms`; docs/raptorq.md has the table.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xms2g", "-Xmx2g"})
public class RaptorqBench {
    private static final int SYMBOL_BYTES = 1280;
    private static final int SPARE = 2;

    @Param({"100", "1000", "10000", "50000"})
    int symbols;

    @Param({"vector", "scalar"})
    String kernels = "";

    private BlockShape shape = BlockShape.of(1, 1);
    private byte[] block = {};
    private byte[] repairs = {};
    private byte[] out = {};
    private boolean[] lost = {};
    private int lostCount;
    private BlockEncoder encoder = new BlockEncoder(PlanCache.shared());
    private BlockDecoder decoder = new BlockDecoder(PlanCache.shared());

    @Setup
    public void fill() {
        Kernels vector = JvmKernels.vector();
        Kernels chosen = kernels.equals("scalar") || vector == null ? Installed.scalar() : vector;
        PlanCache plans = new PlanCache(1L << 30);
        encoder = new BlockEncoder(plans, chosen);
        decoder = new BlockDecoder(plans, chosen);
        shape = BlockShape.of(symbols, SYMBOL_BYTES);
        block = new byte[symbols * SYMBOL_BYTES];
        SplittableRandom random = new SplittableRandom(1);
        random.nextBytes(block);
        int count = symbols + SPARE;
        repairs = new byte[count * SYMBOL_BYTES];
        out = new byte[SYMBOL_BYTES];
        encoder.begin(shape, block, 0, block.length);
        encoder.repair(symbols, count, repairs, 0, SYMBOL_BYTES);
        lost = new boolean[symbols];
        lostCount = symbols / 20;
        for (int left = lostCount; left > 0; ) {
            int at = random.nextInt(symbols);
            left -= lost[at] ? 0 : 1;
            lost[at] = true;
        }
    }

    /// The intermediate symbols, with a plan that is there, and one repair symbol.
    @Benchmark
    public byte[] encode() {
        encoder.begin(shape, block, 0, block.length);
        encoder.repair(symbols, 1, out, 0, SYMBOL_BYTES);
        return out;
    }

    /// A plan for blocks of this size.
    @Benchmark
    public EncodingPlan plan() {
        return EncodingPlan.compile(EncodingPlan.extended(symbols));
    }

    /// One source symbol in twenty lost, two symbols above K received; adding them counts.
    @Benchmark
    public byte[] decodeAfterLoss() {
        return decode(lost, lostCount + SPARE);
    }

    /// Nothing but repair symbols, two above K.
    @Benchmark
    public byte[] decodeFromRepair() {
        return decode(null, symbols + SPARE);
    }

    private byte[] decode(boolean @Nullable [] without, int count) {
        decoder.begin(shape);
        for (int esi = 0; without != null && esi < symbols; esi++) {
            if (!without[esi]) {
                decoder.add(esi, block, esi * SYMBOL_BYTES);
            }
        }
        for (int i = 0; i < count; i++) {
            decoder.add(symbols + i, repairs, i * SYMBOL_BYTES);
        }
        if (!(decoder.solve() instanceof Solution.Solved)) {
            throw new IllegalStateException("not solved");
        }
        decoder.source(0, out, 0);
        return out;
    }
}
