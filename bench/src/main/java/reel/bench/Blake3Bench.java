package reel.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reel.stream.hash.Blake3;
import reel.stream.hash.BlockHasher;
import reel.stream.hash.Hash;

/// BLAKE3 of one MiB (a file's block: four) off the heap, cut into pieces of one size: operations are bytes, so ops/ns
/// is GB/s. Another kernel: `bench/run.sh Blake3 -jvmArgsAppend -Dreel.hash=scalar` (vector8, vector16).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class Blake3Bench {
    private static final int TOTAL = 1 << 20;

    @Param({"1024", "4096", "16384", "65536", "1048576"})
    int bytes;

    private final MemorySegment data = Arena.global().allocate(BlockHasher.BLOCK_BYTES, 64);
    private long[] offsets = {};
    private int[] lengths = {};
    private long[] words = {};

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        for (long at = 0; at < data.byteSize(); at += 8) {
            data.set(ValueLayout.JAVA_LONG, at, random.nextLong());
        }
        int count = TOTAL / bytes;
        offsets = new long[count];
        lengths = new int[count];
        words = new long[4 * count];
        for (int i = 0; i < count; i++) {
            offsets[i] = (long) i * bytes;
            lengths[i] = bytes;
        }
        Blake3.warmUp();
    }

    /// Piece after piece.
    @Benchmark
    @OperationsPerInvocation(TOTAL)
    public long oneByOne() {
        long sum = 0;
        for (int i = 0; i < offsets.length; i++) {
            Hash hash = Blake3.hash(data, offsets[i], lengths[i]);
            sum += hash.w0();
        }
        return sum;
    }

    /// All pieces in one call.
    @Benchmark
    @OperationsPerInvocation(TOTAL)
    public long[] together() {
        Blake3.hashMany(data, offsets, lengths, offsets.length, words);
        return words;
    }
}
