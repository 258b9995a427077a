package reel.stream.hash;

import java.lang.foreign.MemorySegment;

/// The hash of one long input whose blocks are hashed by several threads in any order and joined in file order.
///
/// BLAKE3 is a binary tree over 1 KiB pieces, so any aligned block of [#BLOCK_BYTES] is a subtree of its own: its
/// chaining
/// value needs its position only. [#block] is static and thread-safe; [#append] is called by one thread, in order.
public final class BlockHasher {
    /// Length of every block but the last; a power of two, so blocks are subtrees.
    public static final int BLOCK_BYTES = 4 << 20;

    /// The chaining value of block `index` (eight words), or for the last block its bytes' contribution in whatever
    /// form
    /// [#append] takes.
    public static BlockValue block(MemorySegment data, long offset, int length, long index, boolean last) {
        throw new UnsupportedOperationException();
    }

    /// What a hashed block contributes.
    public record BlockValue(int[] words, int length) {}

    public void append(BlockValue block) {
        throw new UnsupportedOperationException();
    }

    public Hash digest() {
        throw new UnsupportedOperationException();
    }
}
