package reel.stream.hash;

/// A node of the tree whose last compression is still to be done, because that depends on whether it is the root.
///
/// @param cv    chaining value that goes in, eight words
/// @param words the last message block, sixteen words
/// @param leaf  index of the leaf; 0 for a parent
/// @param bytes how many bytes of the block are message
/// @param flags without ROOT
record Node(int[] cv, int[] words, long leaf, int bytes, int flags) {
    /// The parent of two chaining values that lie side by side.
    static Node parent(int[] key, int flags, int[] cvs, int at) {
        int[] words = new int[16];
        System.arraycopy(cvs, at, words, 0, 16);
        return new Node(key, words, 0, Spec.BLOCK_BYTES, flags | Spec.PARENT);
    }

    /// Writes the chaining value that a parent takes, eight words.
    void chain(int[] out, int at) {
        int[] full = new int[16];
        ScalarKernel.compress(cv, words, leaf, bytes, flags, full);
        System.arraycopy(full, 0, out, at, Spec.CV_WORDS);
    }

    /// The 64 bytes of output number `block` of this node as the root, sixteen little-endian words.
    void root(long block, int[] out) {
        ScalarKernel.compress(cv, words, block, bytes, flags | Spec.ROOT, out);
    }

    /// The 256-bit hash with this node as the root.
    Hash hash() {
        int[] out = new int[16];
        root(0, out);
        return new Hash(pair(out, 0), pair(out, 2), pair(out, 4), pair(out, 6));
    }

    /// Two little-endian words as the big-endian long that a [Hash] holds.
    static long pair(int[] words, int at) {
        return Long.reverseBytes(words[at] & 0xFFFF_FFFFL | (long) words[at + 1] << 32);
    }
}
