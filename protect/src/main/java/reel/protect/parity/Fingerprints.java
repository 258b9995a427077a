package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import reel.protect.model.Blocks;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

/// What one pass over a pack tells. One thread at a time.
final class Fingerprints {
    /// Read at a time.
    static final int PIECE_BYTES = 1 << 20;

    private Fingerprints() {}

    /// Is told of each symbol, in order.
    interface Sink {
        /// @param bytes null where it cannot be read
        void symbol(int number, @org.jspecify.annotations.Nullable MemorySegment bytes) throws IOException;
    }

    /// Reads all of a pack. @return BLAKE3 of its bytes, or of something else where some cannot be read
    static Hash read(PackBytes pack, int symbolSize, MemoryBudget budget, Sink sink) throws IOException {
        Blake3 hasher = Blake3.hasher();
        long bytes = pack.member().bytes();
        try (Lease lease = budget.lease(PIECE_BYTES)) {
            for (long at = 0; at < bytes; at += PIECE_BYTES) {
                Blocks.checkInterrupt();
                MemorySegment piece = lease.segment().asSlice(0, Math.min(PIECE_BYTES, bytes - at));
                boolean whole = pack.read(at, piece);
                if (whole) {
                    hasher.update(piece, 0, piece.byteSize());
                }
                for (long part = 0; part < piece.byteSize(); part += symbolSize) {
                    long length = Math.min(symbolSize, piece.byteSize() - part);
                    MemorySegment symbol = piece.asSlice(part, length);
                    boolean readable = whole || pack.read(at + part, symbol);
                    sink.symbol((int) ((at + part) / symbolSize), readable ? symbol : null);
                }
            }
        }
        return hasher.digest();
    }

    /// BLAKE3 of a pack's bytes; null where it has not its length or cannot be read.
    static @org.jspecify.annotations.Nullable Hash of(PackBytes pack, MemoryBudget budget) throws IOException {
        if (!pack.hasLength()) {
            return null;
        }
        BitSet unread = new BitSet();
        Hash hash = read(pack, PIECE_BYTES, budget, (number, bytes) -> unread.set(number, bytes == null));
        return unread.isEmpty() ? hash : null;
    }
}
