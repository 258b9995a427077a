package reel.video.code;

import java.util.Arrays;

/// The code of headers: convolutional, rate 1/4, 64 states, ended in state 0; decoded by Viterbi's way from soft bits.
///
/// It brings a header back from bits of which every eighth is wrong, and from one copy of several where the others are
/// gone: copies are added up before decoding.
public final class HeaderCode {
    private static final int MEMORY = 6;
    private static final int STATES = 1 << MEMORY;
    private static final int[] GENERATORS = {0b1110011, 0b1110101, 0b1011101, 0b1011111};

    /// Code bits of one data bit.
    public static final int SPREAD = GENERATORS.length;

    /// The four code bits for each state with the data bit below it: 7 bits, the newest lowest.
    private static final int[] OUTPUTS = outputs();

    private HeaderCode() {}

    private static int[] outputs() {
        int[] outputs = new int[2 * STATES];
        for (int window = 0; window < outputs.length; window++) {
            for (int g = 0; g < SPREAD; g++) {
                outputs[window] |= (Integer.bitCount(window & GENERATORS[g]) & 1) << g;
            }
        }
        return outputs;
    }

    /// Code bits of so many bytes.
    public static int bits(int bytes) {
        return SPREAD * (8 * bytes + MEMORY);
    }

    /// The code bits of `data`, 0 or 1 each.
    public static byte[] encode(byte[] data) {
        byte[] bits = new byte[bits(data.length)];
        int window = 0;
        for (int i = 0; i < bits.length / SPREAD; i++) {
            int bit = i < 8 * data.length ? data[i >> 3] >> (i & 7) & 1 : 0;
            window = (window << 1 | bit) & 2 * STATES - 1;
            for (int g = 0; g < SPREAD; g++) {
                bits[i * SPREAD + g] = (byte) (OUTPUTS[window] >> g & 1);
            }
        }
        return bits;
    }

    /// The most likely data.
    ///
    /// @param soft a value for each code bit, positive for 0
    public static byte[] decode(float[] soft, int bytes) {
        int steps = 8 * bytes + MEMORY;
        if (soft.length < steps * SPREAD) {
            throw new IllegalArgumentException(soft.length + " soft bits for " + bytes + " bytes");
        }
        long[] fromUpper = new long[steps];
        float[] scores = new float[STATES];
        float[] next = new float[STATES];
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        scores[0] = 0;
        float[] gains = new float[1 << SPREAD];
        for (int step = 0; step < steps; step++) {
            gains(soft, step * SPREAD, gains);
            for (int state = 0; state < STATES; state++) {
                // Two states lead to this one: they differ in their oldest bit.
                int lower = state >> 1;
                int upper = lower | STATES / 2;
                float a = scores[lower] + gains[OUTPUTS[state]];
                float b = scores[upper] + gains[OUTPUTS[state | STATES]];
                if (b > a) {
                    fromUpper[step] |= 1L << state;
                }
                next[state] = Math.max(a, b);
            }
            float[] swap = scores;
            scores = next;
            next = swap;
        }
        return trace(fromUpper, bytes);
    }

    /// What each of the sixteen outputs would gain from the next four soft bits.
    private static void gains(float[] soft, int at, float[] gains) {
        for (int output = 0; output < gains.length; output++) {
            float sum = 0;
            for (int g = 0; g < SPREAD; g++) {
                sum += (output >> g & 1) == 0 ? soft[at + g] : -soft[at + g];
            }
            gains[output] = sum;
        }
    }

    private static byte[] trace(long[] fromUpper, int bytes) {
        byte[] data = new byte[bytes];
        int state = 0;
        for (int step = fromUpper.length - 1; step >= 0; step--) {
            if (step < 8 * bytes) {
                data[step >> 3] |= (byte) ((state & 1) << (step & 7));
            }
            boolean upper = (fromUpper[step] >>> state & 1) == 1;
            state = state >> 1 | (upper ? STATES / 2 : 0);
        }
        return data;
    }
}
