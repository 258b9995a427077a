package reel.bench;

import java.util.SplittableRandom;
import reel.raptorq.Added;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockShape;
import reel.raptorq.PlanCache;

/// Counts how often K, K + 1, K + 2 symbols do not determine a block, and prints a table in Markdown.
///
/// `bench/raptorq.sh failures [seconds for each size] [seed]`. Every trial is a receiver that gets random
/// repair symbols only, the harder case. Symbols of one zero byte: whether a block can be solved does not depend on
/// what is in it.
public final class RaptorqFailures {
    private static final int[] SIZES = {10, 26, 101, 511, 1002, 5008};
    private static final int MORE = 3;

    private RaptorqFailures() {}

    /// Arguments: seconds a size (10), seed (1).
    public static void main(String[] args) {
        long nanos = (args.length > 0 ? Long.parseLong(args[0]) : 10) * 1_000_000_000L;
        SplittableRandom random = new SplittableRandom(args.length > 1 ? Long.parseLong(args[1]) : 1);
        System.out.println("| K | trials | failed at K | at K + 1 | at K + 2 |");
        System.out.println("|---|---|---|---|---|");
        for (int k : SIZES) {
            BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
            long[] failed = new long[MORE];
            long trials = 0;
            for (long end = System.nanoTime() + nanos; System.nanoTime() < end; trials++) {
                count(decoder, k, random, failed);
            }
            System.out.printf("| %d | %d |", k, trials);
            for (long count : failed) {
                System.out.printf(" %d (%.4f %%) |", count, 100.0 * count / trials);
            }
            System.out.println();
        }
    }

    private static void count(BlockDecoder decoder, int k, SplittableRandom random, long[] failed) {
        byte[] octet = new byte[1];
        decoder.begin(BlockShape.of(k, 1));
        for (int received = 0; received < k; ) {
            received += decoder.add(random.nextInt(k, 1 << 24), octet, 0) == Added.ACCEPTED ? 1 : 0;
        }
        for (int more = 0; more < MORE && !decoder.solvable(); more++) {
            failed[more]++;
            while (decoder.add(random.nextInt(k, 1 << 24), octet, 0) != Added.ACCEPTED) {}
        }
    }
}
