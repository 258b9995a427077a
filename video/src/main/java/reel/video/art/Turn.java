package reel.video.art;

/// Sine and cosine by whole turns, from one table: every machine computes the same bits.
final class Turn {
    private static final int STEPS = 4096;
    private static final double[] SINES = new double[STEPS + 1];

    static {
        for (int i = 0; i <= STEPS; i++) {
            SINES[i] = StrictMath.sin(2 * StrictMath.PI * i / STEPS);
        }
    }

    private Turn() {}

    /// The sine of `turns` × 360°, to six digits.
    static double sin(double turns) {
        double at = (turns - Math.floor(turns)) * STEPS;
        int index = (int) at;
        double low = SINES[index];
        return low + (SINES[Math.min(STEPS, index + 1)] - low) * (at - index);
    }

    static double cos(double turns) {
        return sin(turns + 0.25);
    }

    /// From 0 to 1 with a soft start and end.
    static double ease(double share) {
        double t = Math.clamp(share, 0.0, 1.0);
        return t * t * t * (t * (6 * t - 15) + 10);
    }
}
