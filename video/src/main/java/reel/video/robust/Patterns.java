package reel.video.robust;

/// The sixteen patterns of a block of 4 × 4: cosines of two directions, and what is drawn for them.
///
/// Drawn is a cosine made larger and cut off at black and white, until its own cosine in it has the same strength for
/// all patterns. So all are told apart equally well, and to the codecs, whose transforms are these cosines, most are
/// one coefficient.
final class Patterns {
    static final int COUNT = 16;
    static final int SIDE = 4;
    /// Strength of a pattern in its own cosine: two steps of the quantiser that the uploaded video is made with, and
    /// more than the largest step of any codec, 228, by so much that it is not rounded away.
    static final double STRENGTH = 360;

    private static final int DRAWN = 2 * COUNT;
    private static final double PEAK = Levels.SWING - 0.5;

    private Patterns() {}

    /// Value `i` of cosine `k`, orthonormal.
    private static double cosine(int k, int i) {
        return k == 0 ? 0.5 : Math.sqrt(0.5) * Math.cos((2 * i + 1) * k * Math.PI / 8);
    }

    /// The lines of what is drawn, four pixels in an int, the first lowest: at `(sign · 16 + pattern) · 4 + line`.
    static int[] lines() {
        int[] lines = new int[DRAWN * SIDE];
        for (int pattern = 0; pattern < COUNT; pattern++) {
            double[] basis = new double[COUNT];
            for (int i = 0; i < COUNT; i++) {
                basis[i] = cosine(pattern >> 2, i >> 2) * cosine(pattern & 3, i & 3);
            }
            double scale = scale(basis);
            for (int i = 0; i < COUNT; i++) {
                double value = Math.clamp(scale * basis[i], -PEAK, PEAK);
                put(lines, pattern, i, Levels.MID + value);
                put(lines, COUNT + pattern, i, Levels.MID - value);
            }
        }
        return lines;
    }

    /// What [PatternFilm] writes of each cosine, in fours, about 128. It is more than [#STRENGTH], since little is cut
    /// off and the video gets no larger by it: from 410 on x264 keeps two steps of its coarsest quantiser. Cosines
    /// with two odd frequencies have peaks that decoders cut off, and are made up for it.
    static int[] steps() {
        int[] steps = new int[COUNT];
        for (int pattern = 0; pattern < COUNT; pattern++) {
            steps[pattern] = (pattern & pattern >> 2 & 1) == 0 ? 108 : 165;
        }
        return steps;
    }

    private static void put(int[] lines, int drawn, int i, double value) {
        lines[drawn * SIDE + (i >> 2)] |= (int) Math.round(value) << 8 * (i & 3);
    }

    /// The factor at which the cut pattern has the strength wanted.
    private static double scale(double[] basis) {
        double low = 0;
        double high = 1 << 20;
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            double strength = 0;
            for (double b : basis) {
                strength += b * Math.clamp(middle * b, -PEAK, PEAK);
            }
            if (strength < STRENGTH) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
