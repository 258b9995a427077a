package reel.video.robust;

/// Bits as patterns of square blocks, and patterns as likelihoods of bits. Bit `plane · blocks + block` is the
/// `plane`-th bit of that block; blocks are counted row after row. Stateless but for tables.
sealed interface Modulation permits PatternModulation, SignModulation, CellModulation {
    /// Side of a block in pixels.
    int side();

    /// Bits that a block carries.
    int bitsPerBlock();

    /// Draws the blocks of `area` into `plane`.
    ///
    /// @param bits 0 or 1 each
    void draw(byte[] bits, Area area, byte[] plane);

    /// Reads the blocks of `area`: a likelihood for each bit, positive for 0.
    void read(byte[] plane, Area area, Levels levels, byte[] likelihoods);

    /// Where blocks lie in a plane.
    ///
    /// @param stride  pixels from one line to the next
    /// @param top     the first line of the first block row
    /// @param columns blocks side by side
    /// @param rows    of blocks
    record Area(int stride, int top, int columns, int rows) {
        int blocks() {
            return columns * rows;
        }
    }
}
