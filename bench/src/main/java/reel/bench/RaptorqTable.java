package reel.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The operations of [RaptorqBench] in Gbit/s of CPU time, as a table in Markdown: the median and, behind it,
/// the best.
///
/// CPU time of the working thread, since other programs on the machine then cost caches but not minutes. Each
/// operation runs for some seconds; the first half, while code is compiled, does not count.
public final class RaptorqTable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private RaptorqTable() {}

    /// Arguments: seconds an operation (3).
    public static void main(String[] args) {
        long nanos = (args.length > 0 ? Long.parseLong(args[0]) : 3) * 1_000_000_000L;
        System.out.println("| K | kernels | encode | 5 % lost | repair only | plan, ms | plan ÷ encode |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (String kernels : List.of("vector", "scalar")) {
            for (int symbols : new int[] {100, 1000, 10_000, 50_000}) {
                RaptorqBench bench = new RaptorqBench();
                bench.symbols = symbols;
                bench.kernels = kernels;
                bench.fill();
                double megabits = symbols * 0.01024;
                double[] encode = millis(bench::encode, nanos);
                double[] loss = millis(bench::decodeAfterLoss, nanos);
                double[] repair = millis(bench::decodeFromRepair, nanos);
                double[] plan = millis(bench::plan, nanos);
                System.out.printf(
                        "| %d | %s | %.1f (%.1f) | %.1f (%.1f) | %.1f (%.1f) | %.3f | %.2f |%n",
                        symbols,
                        kernels,
                        megabits / encode[0],
                        megabits / encode[1],
                        megabits / loss[0],
                        megabits / loss[1],
                        megabits / repair[0],
                        megabits / repair[1],
                        plan[0],
                        plan[0] / encode[0]);
            }
        }
    }

    /// The median and the least.
    private static double[] millis(Runnable operation, long nanos) {
        List<Long> took = new ArrayList<>();
        for (long end = System.nanoTime() + nanos; System.nanoTime() < end || took.size() < 10; ) {
            long start = THREADS.getCurrentThreadCpuTime();
            operation.run();
            took.add(THREADS.getCurrentThreadCpuTime() - start);
        }
        List<Long> counted = new ArrayList<>(took.subList(took.size() / 2, took.size()));
        Collections.sort(counted);
        return new double[] {counted.get(counted.size() / 2) / 1e6, counted.getFirst() / 1e6};
    }
}
