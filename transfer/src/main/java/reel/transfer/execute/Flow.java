package reel.transfer.execute;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Reading;
import reel.stream.hash.Blake3;
import reel.transfer.journal.Proof;

/// Bytes of a file from one offset on, on their way from a reading to a writing: gathered to what the destination
/// takes at once, hashed, stored. For one thread.
///
/// A disk of this machine takes them as they come, without a copy, where nobody wants more than their sums.
final class Flow implements Reading.Pieces, AutoCloseable {
    private static final int WORDS = 4;

    /// A kill costs at most so much of what each stream stored.
    private static final long NOTE_BYTES = 4 << 20;

    private final FileWork work;
    private final long unit;
    private final long[] values;
    private final Proof.@Nullable Running sums;
    private MemoryShare.@Nullable Loan loan;
    private @Nullable MemorySegment buffer;
    private long at;
    private long gathered;

    /// Where the pieces end that are stored and whose values are known.
    private long summed;

    /// Where the pieces that are stored but not journalled yet begin.
    private long noted;

    /// @param unit bytes stored at once, a multiple of a piece but for the end of the file
    Flow(FileWork work, long offset, long unit) {
        this(work, offset, unit, null);
    }

    /// @param buffer of `unit` bytes; null to take one where it is needed
    Flow(FileWork work, long offset, long unit, @Nullable MemorySegment buffer) {
        this.buffer = buffer;
        this.work = work;
        this.unit = unit;
        this.at = offset;
        this.noted = offset;
        this.summed = offset;
        boolean asTheyCome =
                work.pieces().proof() == Proof.SUMS && work.setting().to().disk() != null && work.baseline() == null;
        this.sums = asTheyCome ? new Proof.Running() : null;
        this.values = new long[WORDS * Math.toIntExact(Math.max(1, Math.ceilDiv(unit, PartSizes.PIECE_BYTES)))];
    }

    @Override
    public void accept(MemorySegment piece) throws IOException {
        work.requireGoing();
        Proof.Running running = sums;
        if (running != null) {
            pass(piece, running);
            return;
        }
        long left = piece.byteSize();
        long from = 0;
        while (left > 0) {
            if (gathered == 0 && left >= unit) {
                store(piece.asSlice(from, unit));
                from += unit;
                left -= unit;
            } else {
                long some = Math.min(left, unit - gathered);
                MemorySegment.copy(piece, from, buffer(), gathered, some);
                gathered += some;
                from += some;
                left -= some;
                if (gathered == unit) {
                    flush();
                }
            }
        }
    }

    private void pass(MemorySegment bytes, Proof.Running running) throws IOException {
        long length = bytes.byteSize();
        for (long from = 0; from < length; ) {
            long some = Math.min(length - from, PartSizes.PIECE_BYTES - at % PartSizes.PIECE_BYTES);
            MemorySegment portion = bytes.asSlice(from, some);
            running.add(portion);
            work.writing().write(at, Source.of(portion));
            at += some;
            from += some;
            if (at % PartSizes.PIECE_BYTES == 0) {
                endPiece(running);
            }
        }
        work.stored(length);
    }

    private void endPiece(Proof.Running running) throws IOException {
        running.take(values, 0);
        work.pieces().set((at - 1) / PartSizes.PIECE_BYTES, values, 0);
        summed = at;
        if (at - noted >= NOTE_BYTES) {
            note();
        }
    }

    /// Stores what is gathered: the end of the part or file.
    void end() throws IOException {
        Proof.Running running = sums;
        if (running != null && at > summed) {
            endPiece(running);
        }
        if (gathered > 0) {
            flush();
        }
        note();
    }

    private void flush() throws IOException {
        store(buffer().asSlice(0, gathered));
        gathered = 0;
    }

    private void store(MemorySegment bytes) throws IOException {
        work.requireGoing();
        long length = bytes.byteSize();
        int pieces = (int) Math.ceilDiv(length, PartSizes.PIECE_BYTES);
        Proof proof = work.pieces().proof();
        if (proof == Proof.TREE && at == 0 && length <= PartSizes.PIECE_BYTES) {
            // The only piece of a file is its own root; that it is the only one may show only at the end.
            work.onlyPiece(Blake3.hash(bytes));
        }
        proof.values(bytes, at / PartSizes.PIECE_BYTES, values);
        Baseline baseline = work.baseline();
        boolean there = baseline != null && baseline.take(at, bytes);
        if (!there) {
            work.writing().write(at, Source.of(bytes));
        }
        for (int i = 0; i < pieces; i++) {
            work.pieces().set(at / PartSizes.PIECE_BYTES + i, values, WORDS * i);
        }
        at += length;
        summed = at;
        if (at - noted >= NOTE_BYTES) {
            note();
        }
        if (there) {
            work.kept(length);
            work.setting().tally().spared(work.item().path(), length);
        } else {
            work.stored(length);
        }
    }

    private MemorySegment buffer() throws IOException {
        MemorySegment memory = buffer;
        if (memory == null) {
            loan = work.setting().shares().take(unit);
            memory = loan.lease().segment();
            buffer = memory;
        }
        return memory;
    }

    private void note() throws IOException {
        if (summed > noted) {
            work.note(noted, summed);
            noted = summed;
        }
    }

    /// Keeps what was stored for a later process, also after a failure.
    @Override
    public void close() throws IOException {
        if (loan != null) {
            loan.close();
            loan = null;
        }
        note();
    }
}
