package reel.video.robust;

/// 63 bits to a block of 8 × 8: the signs of all cosines but the flat one, which stays at zero.
final class SignModulation implements Modulation {
    static final int SIDE = 8;
    static final int BITS = 63;
    /// Strength of each cosine.
    static final float STRENGTH = 50;
    /// The likelihood of a cosine that came through as it was made.
    static final float SURE = 24;

    private final ThreadLocal<CosineRows> rows = ThreadLocal.withInitial(CosineRows::new);

    @Override
    public int side() {
        return SIDE;
    }

    @Override
    public int bitsPerBlock() {
        return BITS;
    }

    @Override
    public void draw(byte[] bits, Area area, byte[] plane) {
        for (int row = 0; row < area.rows(); row++) {
            rows.get().draw(bits, row * area.columns(), area, plane, (area.top() + row * SIDE) * area.stride());
        }
    }

    @Override
    public void read(byte[] plane, Area area, Levels levels, byte[] likelihoods) {
        float factor = SURE / (STRENGTH * levels.gain());
        for (int row = 0; row < area.rows(); row++) {
            int at = (area.top() + row * SIDE) * area.stride();
            rows.get().read(plane, at, area, factor, likelihoods, row * area.columns());
        }
    }
}
