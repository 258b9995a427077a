package reel.stream.hash;

import java.lang.foreign.MemorySegment;

/// Up to sixteen inputs of a [Kernel], in arrays a vector can be loaded from.
final class Lanes {
    /// The widest kernel's width.
    static final int MOST = 16;

    private static final int CV_BYTES = 4 * Spec.CV_WORDS;

    /// Offset of each lane's input.
    final long[] at = new long[MOST];

    /// Bytes of each lane's input, 0 to 1024.
    final int[] bytes = new int[MOST];

    /// Counter of each lane: its leaf's index, 0 for a parent.
    final int[] low = new int[MOST];

    final int[] high = new int[MOST];

    /// Flags that each lane's last block has.
    final int[] end = new int[MOST];

    /// Where each lane's chaining value goes, in bytes.
    final long[] into = new long[MOST];

    /// A vector kernel's message words: word 0 of every lane, word 1 of every lane and on.
    final int[] words = new int[16 * MOST];

    /// A vector kernel's chaining values, likewise word by word.
    final int[] state = new int[Spec.CV_WORDS * MOST];

    /// The same lane by lane.
    private final int[] values = new int[Spec.CV_WORDS * MOST];

    /// Flags that every block has.
    int mode;

    /// Flags that the first block of every lane has.
    int start;

    /// Lanes in use.
    int count;

    void add(long from, int length, long counter, int endFlags, long to) {
        at[count] = from;
        bytes[count] = length;
        low[count] = (int) counter;
        high[count] = (int) (counter >>> 32);
        end[count] = endFlags;
        into[count] = to;
        count++;
    }

    /// Adds `some` neighbouring leaves.
    void addLeaves(int some, long from, long counter, int endFlags, long to) {
        for (int i = 0; i < some; i++) {
            add(from + (long) i * Spec.LEAF_BYTES, Spec.LEAF_BYTES, counter + i, endFlags, to + (long) i * CV_BYTES);
        }
    }

    /// Adds `some` neighbouring pairs of chaining values.
    void addPairs(int some, long from, int endFlags, long to) {
        for (int i = 0; i < some; i++) {
            add(from + 2L * i * CV_BYTES, Spec.BLOCK_BYTES, 0, endFlags, to + (long) i * CV_BYTES);
        }
    }

    long counter(int lane) {
        return low[lane] & 0xFFFF_FFFFL | (long) high[lane] << 32;
    }

    /// Bytes of the longest lane rounded up to whole blocks; an empty lane has one block.
    int span() {
        int most = 1;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, bytes[i]);
        }
        return (most + Spec.BLOCK_BYTES - 1) & -Spec.BLOCK_BYTES;
    }

    /// Makes unused lanes repeat the first, so that they can be read.
    void pad(int width) {
        for (int i = count; i < width; i++) {
            at[i] = at[0];
            bytes[i] = bytes[0];
        }
    }

    /// Writes the chaining values that a kernel of `width` lanes left in [#state].
    void scatter(int width, MemorySegment cvs) {
        boolean neighbours = true;
        for (int i = 0; i < count; i++) {
            neighbours &= into[i] == into[0] + 4L * Spec.CV_WORDS * i;
            for (int word = 0; word < Spec.CV_WORDS; word++) {
                values[Spec.CV_WORDS * i + word] = state[width * word + i];
            }
        }
        // One copy where it can be, not a call for every word.
        int together = neighbours ? count : 1;
        for (int i = 0; i < count; i += together) {
            MemorySegment.copy(values, Spec.CV_WORDS * i, cvs, Blake3.WORD, into[i], Spec.CV_WORDS * together);
        }
    }
}
