package reel.transfer.journal;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import reel.stream.hash.PieceTree;

/// What stands for the bytes of a piece: whether what lies at a destination is what was sent there.
public enum Proof {
    /// The chaining value in the file's BLAKE3 tree, from which the hash of the whole is made. Its fast kernel takes
    /// a second of the optimising compiler.
    TREE,

    /// CRC-32C and CRC-32, two polynomials without a common factor: 64 bits against accidents, which the processor
    /// computes as fast as it reads, from the first byte on.
    SUMS;

    static final int WORDS = 4;

    /// The values of consecutive pieces.
    ///
    /// @param bytes from the beginning of piece `first` on; a multiple of a piece but for the end of the file
    /// @param into  four longs a piece
    public void values(MemorySegment bytes, long first, long[] into) {
        switch (this) {
            case TREE -> PieceTree.values(bytes, 0, bytes.byteSize(), Pieces.BYTES, first, into, 0);
            case SUMS -> {
                Running sums = new Running();
                for (long at = 0; at < bytes.byteSize(); at += Pieces.BYTES) {
                    sums.add(bytes.asSlice(at, Math.min(Pieces.BYTES, bytes.byteSize() - at)));
                    sums.take(into, WORDS * (int) (at / Pieces.BYTES));
                }
            }
        }
    }

    /// The [#SUMS] of one piece after the other, whose bytes come in any portions. For one thread.
    public static final class Running {
        private final CRC32C castagnoli = new CRC32C();
        private final CRC32 ethernet = new CRC32();

        public void add(MemorySegment bytes) {
            ByteBuffer some = bytes.asByteBuffer();
            castagnoli.update(some);
            ethernet.update(some.rewind());
        }

        /// Ends a piece: its value goes to `into[at]` and the three words behind.
        public void take(long[] into, int at) {
            into[at] = castagnoli.getValue() << Integer.SIZE | ethernet.getValue();
            into[at + 1] = 0;
            into[at + 2] = 0;
            into[at + 3] = 0;
            castagnoli.reset();
            ethernet.reset();
        }
    }
}
