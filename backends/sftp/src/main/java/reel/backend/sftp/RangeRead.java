package reel.backend.sftp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Entry;
import reel.backend.place.Reading;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// A range of a file being read: pieces of up to 1 MiB, each filled by several requests, several pieces under way
/// while the first is handed over. Only the first piece waits for memory, further ones take what is there.
///
/// HOT: per request one packet and one call are made.
final class RangeRead implements AutoCloseable {
    /// With the piece that is handed over a little more than the 2 MiB window of SSH, which nothing gets past.
    private static final int MOST_PIECES = 4;

    private final Sftp sftp;
    private final byte[] handle;
    private final MemoryBudget memory;
    private final int requestBytes;
    private final int pieceBytes;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final long end;
    private long asked;
    private @Nullable Call after;

    /// Part of the range, from its buffer's first byte on.
    private static final class Piece {
        final Loan loan;
        final long offset;
        final int length;
        final @Nullable Call[] calls;

        Piece(Loan loan, long offset, int length, int calls) {
            this.loan = loan;
            this.offset = offset;
            this.length = length;
            this.calls = new Call[calls];
        }
    }

    /// @param length [Entry#UNKNOWN] to read to the end
    RangeRead(Sftp sftp, byte[] handle, long offset, long length, MemoryBudget memory) {
        this.sftp = sftp;
        this.handle = handle;
        this.memory = memory;
        this.pieceBytes = (int) Math.min(Reading.Pieces.MOST_BYTES, memory.limitBytes());
        this.requestBytes = even(pieceBytes, sftp.offers().readBytes());
        this.asked = offset;
        this.end = length == Entry.UNKNOWN ? Long.MAX_VALUE : offset + length;
    }

    /// The size of as few requests as possible that share a piece evenly, in units of 4 KiB.
    static int even(int piece, int most) {
        int count = Math.ceilDiv(piece, most);
        int even = Math.ceilDiv(Math.ceilDiv(piece, count), 4096) * 4096;
        return Math.min(even, most);
    }

    /// Hands all of it over, piece by piece; false where the file ended first.
    boolean run(Reading.Pieces sink) throws IOException {
        while (true) {
            ask();
            Piece piece = pieces.peek();
            if (piece == null) {
                return true;
            }
            int filled = fill(piece);
            if (filled > 0) {
                sink.accept(piece.loan.segment().asSlice(0, filled));
            }
            pieces.remove();
            piece.loan.release();
            if (filled < piece.length) {
                return false;
            }
        }
    }

    /// What the file is like behind what was read.
    Attributes after() throws IOException {
        Call stat = after == null ? sftp.stat(handle) : after;
        after = null;
        return sftp.attributes(stat);
    }

    private void ask() throws IOException {
        while (asked < end && pieces.size() < MOST_PIECES) {
            int length = (int) Math.min(pieceBytes, end - asked);
            Lease lease = pieces.isEmpty() ? memory.lease(length) : spare(length);
            if (lease == null) {
                return;
            }
            Piece piece = new Piece(new Loan(lease), asked, length, Math.ceilDiv(length, requestBytes));
            pieces.add(piece);
            asked += length;
            for (int i = 0; i < piece.calls.length; i++) {
                int from = i * requestBytes;
                piece.calls[i] = request(piece, from, Math.min(requestBytes, length - from));
            }
        }
        if (asked >= end && after == null) {
            after = sftp.stat(handle);
        }
    }

    /// Memory to read ahead with: half of it is left to whoever takes the pieces and needs some for that.
    private @Nullable Lease spare(int length) throws IOException {
        return memory.usedBytes() + length > memory.limitBytes() / 2 ? null : memory.tryLease(length);
    }

    private Call request(Piece piece, int from, int length) throws IOException {
        MemorySegment target = piece.loan.segment().asSlice(from, length);
        return sftp.line().sendRead(handle, piece.offset + from, piece.loan, target);
    }

    /// Waits until the piece is full; how full where the file ends in it.
    private int fill(Piece piece) throws IOException {
        // The last answer comes last, most often: one wait instead of several.
        sftp.line().bytesRead(Objects.requireNonNull(piece.calls[piece.calls.length - 1]));
        for (int i = 0; i < piece.calls.length; i++) {
            int from = i * requestBytes;
            int wanted = Math.min(requestBytes, piece.length - from);
            int got = sftp.line().bytesRead(Objects.requireNonNull(piece.calls[i]));
            while (got >= 0 && got < wanted) {
                // A server may answer with less than it was asked for.
                int more = sftp.line().bytesRead(request(piece, from + got, wanted - got));
                if (more < 0) {
                    return from + got;
                }
                got += more;
            }
            if (got < 0) {
                return from;
            }
        }
        return piece.length;
    }

    /// Gives up what is still under way.
    @Override
    public void close() {
        for (Piece piece : pieces) {
            for (@Nullable Call call : piece.calls) {
                if (call != null && !call.isDone()) {
                    sftp.line().abandon(call);
                }
            }
            piece.loan.release();
        }
        pieces.clear();
        if (after != null) {
            sftp.forget(after);
        }
    }
}
