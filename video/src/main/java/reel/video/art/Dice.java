package reel.video.art;

/// Numbers of a seed, the same on every machine (SplitMix64).
final class Dice {
    private long state;

    Dice(long seed) {
        state = seed;
    }

    /// Dice of their own for part `index`, whatever these have thrown.
    static Dice of(long seed, int index) {
        Dice mixed = new Dice(seed ^ index * 0xD1B5_4A32_D192_ED03L);
        return new Dice(mixed.next());
    }

    long next() {
        state += 0x9E37_79B9_7F4A_7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    /// In [0, 1).
    double share() {
        return (next() >>> 11) * 0x1p-53;
    }

    double between(double low, double high) {
        return low + (high - low) * share();
    }

    /// In [0, bound).
    int below(int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    boolean heads() {
        return next() < 0;
    }

    /// 1 or -1.
    int sign() {
        return heads() ? 1 : -1;
    }

    <T> T pick(java.util.List<T> of) {
        return of.get(below(of.size()));
    }
}
