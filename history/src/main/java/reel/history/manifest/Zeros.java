package reel.history.manifest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Recognises the holes of sparse files.
final class Zeros {
    /// Compared piece by piece, so that bytes that are not zero cost one look.
    private static final int PIECE_BYTES = 64 << 10;

    private static final MemorySegment PIECE = Arena.global().allocate(PIECE_BYTES, 64);

    private Zeros() {}

    /// Whether all of `bytes` are zero.
    static boolean fill(MemorySegment bytes) {
        long size = bytes.byteSize();
        for (long at = 0; at < size; at += PIECE_BYTES) {
            long end = Math.min(size, at + PIECE_BYTES);
            if (MemorySegment.mismatch(bytes, at, end, PIECE, 0, end - at) >= 0) {
                return false;
            }
        }
        return true;
    }
}
