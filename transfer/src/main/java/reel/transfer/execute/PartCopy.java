package reel.transfer.execute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import reel.backend.place.Reading;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.transfer.journal.Pieces;

/// Sends one part of a file: what an earlier process brought is checked first and not sent again.
final class PartCopy {
    private static final int WORDS = 4;

    private final FileWork work;
    private final boolean resumed;
    private final boolean free;

    PartCopy(FileWork work, boolean resumed) {
        this.work = work;
        this.resumed = resumed;
        this.free = work.setting().to().parts().free();
    }

    void run(int part) throws IOException {
        long size = work.source().size();
        long from = part * work.partSize();
        long to = Math.min(size, from + work.partSize());
        if (resumed) {
            check(from, to);
        }
        long at = from;
        while (at < to) {
            long piece = at / PartSizes.PIECE_BYTES;
            if (work.pieces().has(piece)) {
                at = Math.min(to, (piece + 1) * PartSizes.PIECE_BYTES);
                continue;
            }
            long end = at;
            while (end < to && !work.pieces().has(end / PartSizes.PIECE_BYTES)) {
                end = Math.min(to, (end / PartSizes.PIECE_BYTES + 1) * PartSizes.PIECE_BYTES);
            }
            send(at, end);
            at = end;
        }
    }

    private void send(long from, long to) throws IOException {
        long unit = free ? Math.min(PartSizes.PIECE_BYTES, to - from) : to - from;
        try (Flow flow = new Flow(work, from, unit)) {
            work.reading().read(from, to - from, work.setting().roundTrips().waiting(flow));
            flow.end();
        }
    }

    /// Forgets the pieces of `[from, to)` that the destination does not have as the journal says.
    private void check(long from, long to) throws IOException {
        Pieces pieces = work.pieces();
        if (!free) {
            Map<Long, Long> vouched = work.writing().stored();
            Long length = vouched.get(from);
            boolean whole = length != null && length == to - from;
            for (long at = from; at < to; at += PartSizes.PIECE_BYTES) {
                whole &= pieces.has(at / PartSizes.PIECE_BYTES);
            }
            for (long at = from; at < to; at += PartSizes.PIECE_BYTES) {
                settle(at, to, whole);
            }
            return;
        }
        for (long at = from; at < to; at += PartSizes.PIECE_BYTES) {
            if (pieces.has(at / PartSizes.PIECE_BYTES)) {
                settle(at, to, matches(at, Math.min(PartSizes.PIECE_BYTES, to - at)));
            }
        }
    }

    private void settle(long at, long to, boolean there) {
        long piece = at / PartSizes.PIECE_BYTES;
        long length = Math.min(PartSizes.PIECE_BYTES, to - at);
        if (there) {
            work.kept(length);
        } else if (work.pieces().has(piece)) {
            work.pieces().forget(piece);
            work.setting().tally().spared(work.item().path(), -length);
        }
    }

    private boolean matches(long at, long length) throws IOException {
        work.requireGoing();
        try (MemoryShare.Loan loan = work.setting().shares().take(length)) {
            Gather gather = new Gather(loan.lease().segment());
            if (!work.writing().readBack(at, length, gather) || gather.filled != length) {
                return false;
            }
            long[] value = new long[WORDS];
            long piece = at / PartSizes.PIECE_BYTES;
            work.pieces().proof().values(loan.lease().segment().asSlice(0, length), piece, value);
            return work.pieces().matches(piece, value, 0);
        } catch (Corrupt | Conflict | Missing lost) {
            return false;
        }
    }

    /// Takes bytes one after the other.
    private static final class Gather implements Reading.Pieces {
        private final MemorySegment into;
        private long filled;

        Gather(MemorySegment into) {
            this.into = into;
        }

        @Override
        public void accept(MemorySegment piece) {
            if (piece.byteSize() <= into.byteSize() - filled) {
                MemorySegment.copy(piece, 0, into, filled, piece.byteSize());
            }
            filled += piece.byteSize();
        }
    }
}
