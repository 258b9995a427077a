package reel.history.manifest;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import reel.stream.chunk.Chunker;
import reel.stream.chunk.HintedChunker;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// The chunks found in one window of a file, in order, each starting where the one before ends: columns without
/// an object for each.
final class Leaves {
    private static final int FIRST_CAPACITY = 64;

    private long[] offsets = new long[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];
    private long[] words = new long[4 * FIRST_CAPACITY];
    private int count;

    int count() {
        return count;
    }

    /// Where chunk `i` starts in the window.
    long offset(int i) {
        return offsets[i];
    }

    int length(int i) {
        return lengths[i];
    }

    Hash id(int i) {
        return new Hash(words[4 * i], words[4 * i + 1], words[4 * i + 2], words[4 * i + 3]);
    }

    void clear() {
        count = 0;
    }

    /// Cuts `window`, which starts at `start` of the file, as if a chunk started there, and names what was
    /// found. Ends where more bytes are needed, or at the window's end if the file ends there too.
    void cut(HintedChunker chunker, MemorySegment window, long start, boolean last) {
        count = 0;
        long to = window.byteSize();
        for (long at = 0; at < to; ) {
            int length = chunker.next(window, at, to, last, start + at);
            if (length == Chunker.NEED_MORE) {
                break;
            }
            add(at, length);
            at += length;
        }
        Blake3.hashMany(window, offsets, lengths, count, words);
    }

    private void add(long offset, int length) {
        if (count == lengths.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            words = Arrays.copyOf(words, 8 * count);
        }
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }
}
