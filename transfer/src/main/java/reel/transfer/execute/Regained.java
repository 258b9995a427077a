package reel.transfer.execute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;

/// How much of an unfinished file on a disk is the source's already. What the kernel copied has no digests, so
/// both are read and compared from the beginning, as far as they agree: slower than believing it, and quicker than
/// writing it again wherever writing is slower than reading.
final class Regained {
    private final FileWork work;

    Regained(FileWork work) {
        this.work = work;
    }

    /// The length of the beginning that both have; counted as kept, piece by piece.
    long bytes() throws IOException {
        long size = work.item().source().size();
        Setting setting = work.setting();
        try (Reading source = setting.source().open(work.item().source());
                MemoryShare.Loan loan = setting.shares().take(Math.min(size, PartSizes.PIECE_BYTES))) {
            long at = 0;
            while (at < size) {
                work.requireGoing();
                long length = Math.min(PartSizes.PIECE_BYTES, size - at);
                MemorySegment piece = loan.lease().segment().asSlice(0, length);
                Filler filler = new Filler(piece);
                source.read(at, length, filler);
                if (filler.at != length || !matches(at, piece)) {
                    return at;
                }
                work.kept(length);
                setting.tally().spared(work.item().path(), length);
                at += length;
            }
            return at;
        }
    }

    private boolean matches(long at, MemorySegment piece) throws IOException {
        Comparer comparer = new Comparer(piece);
        try {
            return work.writing().readBack(at, piece.byteSize(), comparer) && comparer.isWhole();
        } catch (Corrupt | Conflict | Missing shorter) {
            return false;
        }
    }

    /// Takes bytes one after the other.
    private static final class Filler implements Reading.Pieces {
        private final MemorySegment into;
        private long at;

        Filler(MemorySegment into) {
            this.into = into;
        }

        @Override
        public void accept(MemorySegment piece) {
            long some = Math.min(piece.byteSize(), into.byteSize() - at);
            MemorySegment.copy(piece, 0, into, at, some);
            at += some;
        }
    }
}
