package reel.transfer.journal;

import java.util.Arrays;
import java.util.BitSet;
import reel.stream.hash.Hash;
import reel.stream.hash.PieceTree;

/// The pieces of a file that are known, with what stands for their bytes. Thread-safe.
public final class Pieces {
    /// Length of every piece but the last.
    public static final int BYTES = PieceTree.MOST_BYTES;

    private static final int WORDS = 4;

    /// Room for so many is there from the beginning: a size alone, which may be wrong, costs little.
    private static final int FIRST = 1024;

    private final Proof proof;
    private long[] words;
    private final BitSet known = new BitSet();

    public Pieces(long fileBytes, Proof proof) {
        this.proof = proof;
        this.words = new long[Math.toIntExact(WORDS * Math.clamp(Math.ceilDiv(fileBytes, (long) BYTES), 1L, FIRST))];
    }

    /// What its values are.
    public Proof proof() {
        return proof;
    }

    public synchronized void set(long piece, long[] from, int at) {
        int to = Math.toIntExact(WORDS * piece);
        if (to + WORDS > words.length) {
            words = Arrays.copyOf(words, Math.max(to + WORDS, words.length * 2));
        }
        System.arraycopy(from, at, words, to, WORDS);
        known.set((int) piece);
    }

    synchronized void get(long piece, long[] into) {
        System.arraycopy(words, Math.toIntExact(WORDS * piece), into, 0, WORDS);
    }

    public synchronized boolean has(long piece) {
        return known.get((int) piece);
    }

    public synchronized void forget(long piece) {
        known.clear((int) piece);
    }

    /// Whether every piece of `[offset, offset + length)` is known.
    public synchronized boolean hasAll(long offset, long length) {
        return known.nextClearBit((int) (offset / BYTES)) >= Math.ceilDiv(offset + length, BYTES);
    }

    /// @return how many were known
    public synchronized int forgetFrom(long piece) {
        int before = known.cardinality();
        known.clear((int) piece, Math.max((int) piece, known.length()));
        return before - known.cardinality();
    }

    public synchronized void forgetAll() {
        known.clear();
    }

    public synchronized boolean matches(long piece, long[] value, int at) {
        int from = Math.toIntExact(WORDS * piece);
        return known.get((int) piece) && Arrays.equals(words, from, from + WORDS, value, at, at + WORDS);
    }

    public synchronized int count() {
        return known.cardinality();
    }

    /// The hash of a file of two pieces or more, all of them known by [Proof#TREE].
    public synchronized Hash whole(long count) {
        if (known.nextClearBit(0) < count) {
            throw new IllegalStateException("piece " + known.nextClearBit(0) + " of " + count + " is not known");
        }
        PieceTree tree = new PieceTree();
        for (int i = 0; i < count; i++) {
            tree.append(words, WORDS * i);
        }
        return tree.digest();
    }
}
