package reel.video.robust;

/// Reads a row of blocks of 4 × 4: the strength of each cosine, and of these the likelihoods of five bits. With the
/// strengths c, the sign's is max c + min c; an index bit's the largest |c| where it is 0, less that where it is 1.
abstract sealed class PatternReader permits ScalarPatternReader, VectorPatternReader {
    static final float C1 = (float) (Math.sqrt(0.5) * Math.cos(Math.PI / 8));
    static final float C3 = (float) (Math.sqrt(0.5) * Math.cos(3 * Math.PI / 8));

    static PatternReader best() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vectors ? new VectorPatternReader() : new ScalarPatternReader();
    }

    /// @param at     the first pixel of the row's first block
    /// @param factor from strength to likelihood
    /// @param block  the number of the row's first block
    abstract void row(
            byte[] plane, int at, Modulation.Area area, float mid, float factor, byte[] likelihoods, int block);
}
