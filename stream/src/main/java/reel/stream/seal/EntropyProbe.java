package reel.stream.seal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A guess from a few samples whether bytes will compress: their order-0 entropy.
///
/// 2 KiB out of a frame, so the probe costs about a hundredth of hashing the frame.
final class EntropyProbe {
    /// Samples are words of eight bytes: 32 runs of 64 bytes, evenly spread.
    private static final int RUNS = 32;

    private static final int RUN_BYTES = 64;
    private static final int SAMPLES = RUNS * RUN_BYTES;

    /// Frames up to this length are tried without a probe: trying is as cheap.
    private static final int SMALL = 2 * SAMPLES;

    /// Above this many bits a byte no compressor saves the few percent that pay. Uniform noise of [#SAMPLES] bytes
    /// shows 7.91 ± 0.01, because so few samples miss some of the 256 values; encoded media show 7.85 and more.
    private static final double MOST_BITS = 7.8;

    /// `n log2 n` for counts of samples.
    private static final float[] N_LOG_N = nLogN();

    private EntropyProbe() {}

    static boolean looksCompressible(MemorySegment plain) {
        return plain.byteSize() <= SMALL || bitsPerByte(plain) <= MOST_BITS;
    }

    /// `log2 N - (1/N) Σ n log2 n` over the samples' byte counts.
    static double bitsPerByte(MemorySegment plain) {
        short[] counts = new short[4 * 256];
        long step = (plain.byteSize() - RUN_BYTES) / (RUNS - 1);
        for (int run = 0; run < RUNS; run++) {
            long at = run * step;
            for (int word = 0; word < RUN_BYTES; word += Long.BYTES) {
                count(counts, plain.get(ValueLayout.JAVA_LONG_UNALIGNED, at + word));
            }
        }
        float sum = 0;
        for (int value = 0; value < 256; value++) {
            sum += N_LOG_N[counts[value] + counts[256 + value] + counts[512 + value] + counts[768 + value]];
        }
        return Math.log(SAMPLES) / Math.log(2) - sum / SAMPLES;
    }

    /// Four tables in turn, so that equal neighbours do not wait for each other's store.
    private static void count(short[] counts, long word) {
        for (int half = 0; half < 2; half++) {
            counts[(int) word & 0xff]++;
            counts[256 + ((int) (word >>> 8) & 0xff)]++;
            counts[512 + ((int) (word >>> 16) & 0xff)]++;
            counts[768 + ((int) (word >>> 24) & 0xff)]++;
            word >>>= 32;
        }
    }

    private static float[] nLogN() {
        float[] table = new float[SAMPLES + 1];
        for (int n = 2; n < table.length; n++) {
            table[n] = (float) (n * Math.log(n) / Math.log(2));
        }
        return table;
    }
}
