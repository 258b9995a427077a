package reel.video.robust;

/// SplitMix64: bits that look like chance and are the same everywhere.
final class Mix {
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private long state;

    Mix(long seed) {
        state = seed;
    }

    long next() {
        state += STEP;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
