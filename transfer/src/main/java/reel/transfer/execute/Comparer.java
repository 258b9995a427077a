package reel.transfer.execute;

import java.lang.foreign.MemorySegment;
import reel.backend.place.Reading;

/// Compares pieces that come in order with what is expected.
final class Comparer implements Reading.Pieces {
    private final MemorySegment expected;
    private long at;
    private boolean same = true;

    Comparer(MemorySegment expected) {
        this.expected = expected;
    }

    @Override
    public void accept(MemorySegment piece) {
        long length = piece.byteSize();
        same = same
                && length <= expected.byteSize() - at
                && MemorySegment.mismatch(piece, 0, length, expected, at, at + length) < 0;
        at += length;
    }

    /// Whether all of it came, and nothing else.
    boolean isWhole() {
        return same && at == expected.byteSize();
    }
}
