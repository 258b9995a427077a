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
import reel.stream.chunk.ChunkSizes;
import reel.stream.chunk.Chunker;
import reel.stream.chunk.Chunkers;

/// FastCDC over eight MiB of random bytes off the heap: operations are bytes, so ops/ns is GB/s.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class FastCdcBench {
    private static final int TOTAL = 8 << 20;

    @Param({"balanced", "video", "project", "small"})
    String preset = "balanced";

    private final MemorySegment data = Arena.global().allocate(TOTAL, 64);
    private Chunker chunker = Chunkers.fastCdc(ChunkSizes.BALANCED);

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        for (long at = 0; at < data.byteSize(); at += 8) {
            data.set(ValueLayout.JAVA_LONG, at, random.nextLong());
        }
        chunker = Chunkers.fastCdc(
                switch (preset) {
                    case "balanced" -> ChunkSizes.BALANCED;
                    case "video" -> ChunkSizes.VIDEO;
                    case "project" -> ChunkSizes.PROJECT;
                    case "small" -> ChunkSizes.SMALL;
                    default -> throw new IllegalArgumentException(preset);
                });
    }

    @Benchmark
    @OperationsPerInvocation(TOTAL)
    public int cut() {
        int chunks = 0;
        for (long at = 0; at < TOTAL; chunks++) {
            at += chunker.next(data, at, TOTAL, true);
        }
        return chunks;
    }
}
