package reel.stream.hash;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The hash of a long input from 32-byte values of its equal pieces: one pass over the bytes gives a check for every
/// piece and the [Blake3#hash(MemorySegment)] of the whole.
///
/// A piece of a power of two leaves is a subtree of the input's BLAKE3 tree, and its value is that subtree's chaining
/// value: good for checking the piece at its position, and all that the whole hash needs. An input of one piece is
/// its own root and needs no tree.
public final class PieceTree {
    /// The smallest piece, one leaf.
    public static final int LEAST_BYTES = Spec.LEAF_BYTES;

    /// The largest piece.
    public static final int MOST_BYTES = Trees.MOST_BYTES;

    private final int[] stack = new int[Spec.CV_WORDS * (Spec.MAX_LEVELS + 1)];
    private int stacked;
    private long pieces;

    /// Whether pieces may have so many bytes: a power of two from [#LEAST_BYTES] to [#MOST_BYTES].
    public static boolean usable(long pieceBytes) {
        return pieceBytes >= LEAST_BYTES && pieceBytes <= MOST_BYTES && Long.bitCount(pieceBytes) == 1;
    }

    /// The values of the pieces of `data[offset, offset + length)`, which lie at piece `first` of the whole input.
    /// Thread-safe.
    ///
    /// @param length   a multiple of `pieceBytes`, except at the end of the whole input
    /// @param outWords four longs a piece, as [Hash] holds them, from `at` on
    public static void values(
            MemorySegment data, long offset, long length, int pieceBytes, long first, long[] outWords, int at) {
        if (!usable(pieceBytes) || first < 0) {
            throw new IllegalArgumentException("piece " + first + " of " + pieceBytes + " bytes");
        }
        Objects.checkFromIndexSize(offset, length, data.byteSize());
        long count = (length + pieceBytes - 1) / pieceBytes;
        Objects.checkFromIndexSize((long) at, 4 * count, outWords.length);
        Trees trees = Trees.borrow(Spec.IV, 0);
        long done = 0;
        while (done < count) {
            long from = done * pieceBytes;
            done += trees.values(
                    data,
                    offset + from,
                    length - from,
                    pieceBytes,
                    (first + done) * (pieceBytes / Spec.LEAF_BYTES),
                    outWords,
                    at + (int) (4 * done));
        }
        trees.giveBack();
    }

    /// Adds the value of the next piece, four longs from `at` on.
    public void append(long[] words, int at) {
        Objects.checkFromIndexSize(at, 4, words.length);
        if (pieces > 0) {
            stacked = Blake3.merge(stack, stacked, pieces, 1, Spec.IV, 0);
        }
        for (int i = 0; i < 4; i++) {
            long word = Long.reverseBytes(words[at + i]);
            stack[Spec.CV_WORDS * stacked + 2 * i] = (int) word;
            stack[Spec.CV_WORDS * stacked + 2 * i + 1] = (int) (word >>> 32);
        }
        stacked++;
        pieces++;
    }

    /// Pieces appended so far.
    public long pieces() {
        return pieces;
    }

    /// The hash of the whole input, of two pieces or more; more can be appended.
    public Hash digest() {
        if (pieces < 2) {
            throw new IllegalStateException("an input of " + pieces + " pieces is hashed as it is");
        }
        int[] pair = new int[16];
        System.arraycopy(stack, Spec.CV_WORDS * (stacked - 1), pair, Spec.CV_WORDS, Spec.CV_WORDS);
        Node node = null;
        for (int i = stacked - 2; i >= 0; i--) {
            if (node != null) {
                node.chain(pair, Spec.CV_WORDS);
            }
            System.arraycopy(stack, Spec.CV_WORDS * i, pair, 0, Spec.CV_WORDS);
            node = Node.parent(Spec.IV, 0, pair, 0);
        }
        return Objects.requireNonNull(node).hash();
    }
}
