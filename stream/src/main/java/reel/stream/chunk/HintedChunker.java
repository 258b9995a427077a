package reel.stream.chunk;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A chunker for one file that also ends a chunk at every offset a [CutHints] gave. Immutable and thread-safe.
///
/// A hint is a wall: the chunker sees the bytes up to it as if the file ended there, so both sides are cut as they
/// would be alone, and an element that moved within its container keeps its chunks. Chunks before a hint may be
/// shorter than the least length.
public final class HintedChunker {
    private final Chunker chunker;
    private final long[] cuts;

    private HintedChunker(Chunker chunker, long[] cuts) {
        this.chunker = chunker;
        this.cuts = cuts;
    }

    /// @param cuts strictly increasing offsets greater than 0, as [CutHints#cuts] gives them
    public static HintedChunker of(Chunker chunker, long[] cuts) {
        long before = 0;
        for (long cut : cuts) {
            if (cut <= before) {
                throw new IllegalArgumentException("cut " + cut + " after " + before + ": need increasing offsets > 0");
            }
            before = cut;
        }
        return new HintedChunker(chunker, cuts.clone());
    }

    public ChunkSizes sizes() {
        return chunker.sizes();
    }

    /// As [Chunker#next], for a window whose byte `from` is the file's byte `position`.
    public int next(MemorySegment window, long from, long to, boolean last, long position) {
        long wall = from + (nextCut(position) - position);
        return wall < to ? chunker.next(window, from, wall, true) : chunker.next(window, from, to, last || wall == to);
    }

    /// The first forced cut behind `position`; far beyond any file where there is none.
    public long nextCut(long position) {
        int found = Arrays.binarySearch(cuts, position + 1);
        int index = found >= 0 ? found : -found - 1;
        return index < cuts.length ? cuts[index] : Long.MAX_VALUE / 2;
    }
}
