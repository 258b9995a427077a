package reel.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockEncoder;
import reel.raptorq.BlockShape;
import reel.raptorq.Installed;
import reel.raptorq.Kernels;
import reel.raptorq.PlanCache;
import reel.raptorq.Solution;
import reel.raptorq.jvm.JvmKernels;

/// What the codec alone can do with blocks as containers have them, everything in memory and compiled: GB/s of the
/// block, on one thread and on all processors at once, each with blocks of its own.
///
/// *Encode* makes a fifth of the symbols as repair. *Decode* lost 15 % of all symbols, scattered: its three
/// steps are taking the symbols in, finding how to solve, and running that.
public final class RaptorqCeiling {
    private static final int BLOCKS = 3;

    private RaptorqCeiling() {}

    /// Arguments: symbols a block (8192), bytes a symbol (4096), seconds each (3).
    public static void main(String[] args) throws InterruptedException {
        int symbols = args.length > 0 ? Integer.parseInt(args[0]) : 8192;
        int size = args.length > 1 ? Integer.parseInt(args[1]) : 4096;
        long nanos = (args.length > 2 ? Long.parseLong(args[2]) : 3) * 1_000_000_000L;
        System.out.println("| threads | encode | decode | of it taking in, ms | preparing, ms | solving, ms |");
        System.out.println("|---|---|---|---|---|---|");
        for (int threads = 1; ; threads = Runtime.getRuntime().availableProcessors()) {
            print(threads, symbols * (double) size, together(threads, symbols, size, nanos));
            if (threads == Runtime.getRuntime().availableProcessors()) {
                return;
            }
        }
    }

    private static void print(int threads, double bytes, List<double[]> millis) {
        double[] mean = new double[4];
        for (double[] one : millis) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += one[i] / threads;
            }
        }
        double megabytes = bytes * threads / 1e6;
        System.out.printf(
                "| %d | %.2f | %.2f | %.1f | %.1f | %.1f |%n",
                threads, megabytes / mean[0], megabytes / (mean[1] + mean[2] + mean[3]), mean[1], mean[2], mean[3]);
    }

    private static List<double[]> together(int threads, int symbols, int size, long nanos) throws InterruptedException {
        List<double[]> results = new ArrayList<>();
        List<Thread> workers = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(threads);
        for (int t = 0; t < threads; t++) {
            long seed = t;
            workers.add(Thread.ofPlatform().start(() -> {
                double[] millis = new Work(symbols, size, seed).measure(start, nanos);
                synchronized (results) {
                    results.add(millis);
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return results;
    }

    private static final class Work {
        private final BlockShape shape;
        private final byte[][] blocks;
        private final byte[][] repairs;
        private final boolean[] lost;
        private final BlockEncoder encoder;
        private final BlockDecoder decoder;
        private final byte[] out;
        private final int total;
        private final List<double[]> spent = new ArrayList<>();

        Work(int symbols, int size, long seed) {
            Kernels vector = JvmKernels.vector();
            Kernels kernels = vector == null ? Installed.scalar() : vector;
            shape = BlockShape.of(symbols, size);
            total = symbols + symbols / 5;
            encoder = new BlockEncoder(PlanCache.shared(), kernels);
            decoder = new BlockDecoder(PlanCache.shared(), kernels);
            blocks = new byte[BLOCKS][symbols * size];
            repairs = new byte[BLOCKS][(total - symbols) * size];
            out = new byte[size];
            SplittableRandom random = new SplittableRandom(seed);
            for (int b = 0; b < BLOCKS; b++) {
                random.nextBytes(blocks[b]);
                encode(b);
            }
            lost = new boolean[total];
            for (int left = (int) (0.15 * total); left > 0; ) {
                int at = random.nextInt(total);
                left -= lost[at] ? 0 : 1;
                lost[at] = true;
            }
        }

        private void encode(int b) {
            encoder.begin(shape, blocks[b], 0, blocks[b].length);
            encoder.repair(shape.symbols(), total - shape.symbols(), repairs[b], 0, shape.symbolSize());
        }

        private void decode(int b) {
            long start = System.nanoTime();
            int symbols = shape.symbols();
            decoder.begin(shape);
            for (int esi = 0; esi < total; esi++) {
                if (!lost[esi]) {
                    byte[] from = esi < symbols ? blocks[b] : repairs[b];
                    var unused = decoder.add(esi, from, (esi < symbols ? esi : esi - symbols) * shape.symbolSize());
                }
            }
            long taken = System.nanoTime();
            boolean solvable = decoder.solvable();
            long prepared = System.nanoTime();
            if (!solvable || !(decoder.solve() instanceof Solution.Solved)) {
                throw new IllegalStateException("not solved");
            }
            for (int esi = 0; esi < symbols; esi++) {
                if (lost[esi]) {
                    boolean known = decoder.source(esi, out, 0);
                    int at = esi * shape.symbolSize();
                    if (!known || !Arrays.equals(out, 0, out.length, blocks[b], at, at + out.length)) {
                        throw new IllegalStateException("wrong bytes");
                    }
                }
            }
            spent.add(new double[] {taken - start, prepared - taken, System.nanoTime() - prepared});
        }

        /// Milliseconds a block, medians: encode, and the three steps of decode. What comes first is warm-up.
        double[] measure(CyclicBarrier together, long nanos) {
            double[] millis = new double[4];
            for (long span : new long[] {nanos / 2, nanos}) {
                spent.clear();
                await(together);
                for (long start = System.nanoTime(); System.nanoTime() - start < span || spent.isEmpty(); ) {
                    long began = System.nanoTime();
                    encode(spent.size() % BLOCKS);
                    spent.add(new double[] {System.nanoTime() - began});
                }
                millis[0] = median(0);
                spent.clear();
                await(together);
                for (long start = System.nanoTime(); System.nanoTime() - start < span || spent.isEmpty(); ) {
                    decode(spent.size() % BLOCKS);
                }
                for (int step = 0; step < 3; step++) {
                    millis[1 + step] = median(step);
                }
            }
            return millis;
        }

        private double median(int step) {
            double[] sorted =
                    spent.stream().mapToDouble(one -> one[step]).sorted().toArray();
            return sorted[sorted.length / 2] / 1e6;
        }

        private static void await(CyclicBarrier together) {
            try {
                int unused = together.await();
            } catch (Exception stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }
}
