package reel.stream.hash;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The hash of one long input whose blocks are hashed by several threads in any order and joined in file order.
///
/// BLAKE3 is a binary tree over 1 KiB leaves, so any aligned block of [#BLOCK_BYTES] is a subtree of its own: its
/// value needs its position only. [#block] is static and thread-safe; [#append] is called by one thread at a
/// time, in order. The result equals [Blake3#hash(MemorySegment)] of the whole.
public final class BlockHasher {
    /// Length of every block but the last, which is shorter or as long; a power of two, so that blocks are
    /// subtrees.
    public static final int BLOCK_BYTES = Trees.MOST_BYTES;

    private static final int LEAVES = BLOCK_BYTES / Spec.LEAF_BYTES;

    private final int[] stack = new int[Spec.CV_WORDS * (Spec.MAX_LEVELS + 1)];
    private int stacked;
    private long appended;
    private @Nullable BlockValue newest;

    /// What a hashed block adds to the whole; opaque, about 200 bytes.
    public static final class BlockValue {
        private final Node node;
        private final long index;
        private final int length;

        BlockValue(Node node, long index, int length) {
            this.node = node;
            this.index = index;
            this.length = length;
        }

        /// Which block of the input this is, from 0.
        public long index() {
            return index;
        }

        /// Bytes hashed.
        public int length() {
            return length;
        }
    }

    /// Hashes block `index` of an input: `data[offset, offset + length)`, 1 to [#BLOCK_BYTES] bytes.
    public static BlockValue block(MemorySegment data, long offset, int length, long index) {
        if (length < 1 || length > BLOCK_BYTES || index < 0) {
            throw new IllegalArgumentException("block " + index + " of " + length + " bytes");
        }
        Objects.checkFromIndexSize(offset, length, data.byteSize());
        Trees trees = Trees.borrow(Spec.IV, 0);
        Node node = trees.top(data, offset, length, index * LEAVES);
        trees.giveBack();
        return new BlockValue(node, index, length);
    }

    /// Adds the next block. Every block but the last has [#BLOCK_BYTES] bytes.
    public void append(BlockValue block) {
        if (block.index != appended || (newest != null && newest.length != BLOCK_BYTES)) {
            throw new IllegalArgumentException("block " + block.index + " does not follow block " + (appended - 1)
                    + (newest == null ? "" : " of " + newest.length + " bytes"));
        }
        if (newest != null) {
            push(newest);
        }
        newest = block;
        appended++;
    }

    /// Bytes appended so far.
    public long length() {
        return newest == null ? 0 : newest.index * BLOCK_BYTES + newest.length;
    }

    /// The hash of all blocks so far; more can be appended.
    public Hash digest() {
        if (newest == null) {
            return Blake3.hash(MemorySegment.NULL);
        }
        return Blake3.over(newest.node, stack, stacked, Spec.IV, 0).hash();
    }

    private void push(BlockValue block) {
        block.node.chain(stack, Spec.CV_WORDS * stacked);
        stacked = Blake3.merge(stack, stacked + 1, block.index + 1, 1, Spec.IV, 0);
    }
}
