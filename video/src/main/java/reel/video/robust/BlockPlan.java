package reel.video.robust;

import reel.raptorq.BlockShape;

/// How a payload is cut into source blocks of the fountain code, and these into frames.
///
/// All blocks have the same number of symbols or one less; the payload's end is filled up with zeros.
public record BlockPlan(long payloadBytes, int symbolBytes, int perFrame) {
    /// No block has more bytes of symbols: what an encoder and a decoder keep in memory follows from it.
    static final int MOST_BLOCK_BYTES = 16 << 20;

    long symbols() {
        return Math.max(1, (payloadBytes + symbolBytes - 1) / symbolBytes);
    }

    public int blocks() {
        int most = Math.min(BlockShape.MAX_SYMBOLS, MOST_BLOCK_BYTES / symbolBytes);
        return Math.toIntExact((symbols() + most - 1) / most);
    }

    private long firstSymbol(int block) {
        return block * (symbols() / blocks()) + Math.min(block, symbols() % blocks());
    }

    /// K of a block.
    public int symbols(int block) {
        return (int) (firstSymbol(block + 1) - firstSymbol(block));
    }

    public long offset(int block) {
        return firstSymbol(block) * symbolBytes;
    }

    /// Bytes of the payload in a block.
    public int bytes(int block) {
        return (int) Math.min((long) symbols(block) * symbolBytes, payloadBytes - offset(block));
    }

    public BlockShape shape(int block) {
        return BlockShape.of(symbols(block), symbolBytes);
    }

    /// Frames of a block: as many as its symbols fill, those for repair, and [Recipe#EXTRA_FRAMES].
    public int frames(int block, double percent) {
        int source = (symbols(block) + perFrame - 1) / perFrame;
        return source + (int) Math.ceil(source * percent / 100) + Recipe.EXTRA_FRAMES;
    }

    long frames(double percent) {
        // Blocks are of two sizes at most: that of the first and that of the last.
        int blocks = blocks();
        long larger = symbols() % blocks == 0 ? blocks : symbols() % blocks;
        return larger * frames(0, percent) + (blocks - larger) * frames(blocks - 1, percent);
    }
}
