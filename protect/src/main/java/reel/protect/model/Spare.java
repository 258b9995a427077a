package reel.protect.model;

import java.util.stream.IntStream;
import reel.raptorq.BlockDecoder;
import reel.raptorq.BlockShape;
import reel.raptorq.PlanCache;

/// How many more symbols a block can lose.
public final class Spare {
    /// K and so many more symbols determine a block but once in 2^40 times: they are counted. Fewer are tried.
    private static final int COUNTED = 4;

    private Spare() {}

    /// Whether symbols determine their block is told by their ids alone.
    ///
    /// @param symbols K of the block
    /// @param intact  how many ids there are
    /// @param ids     of the symbols that are left, each once
    /// @return how many there are beyond K; negative: how many are lacking at least
    public static long of(int symbols, int intact, IntStream ids) {
        int spare = intact - symbols;
        if (spare < 0 || spare >= COUNTED) {
            return spare;
        }
        BlockDecoder decoder = new BlockDecoder(PlanCache.shared());
        decoder.begin(shape(symbols));
        byte[] any = new byte[1];
        ids.forEach(id -> decoder.add(id, any));
        return decoder.solvable() ? spare : -decoder.needsAtLeast();
    }

    /// What telling it takes, of the heap.
    public static long heapBytes(int symbols) {
        return BlockDecoder.workingBytes(shape(symbols));
    }

    /// Of the symbols no byte matters.
    private static BlockShape shape(int symbols) {
        return BlockShape.of(symbols, 1);
    }
}
