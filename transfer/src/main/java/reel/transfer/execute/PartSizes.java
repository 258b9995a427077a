package reel.transfer.execute;

import java.time.Duration;
import reel.backend.place.PartRule;
import reel.stream.Refused;
import reel.stream.hash.PieceTree;
import reel.transfer.adapt.StreamController;

/// How large the parts of a file are.
final class PartSizes {
    /// What is hashed and journalled on its own.
    static final int PIECE_BYTES = PieceTree.MOST_BYTES;

    /// Smaller files are sent whole, several to a task.
    static final long SMALL_BYTES = 1 << 20;

    private static final long MEDIUM_BYTES = 100L << 20;
    private static final long MEDIUM_PART = 4L << 20;
    private static final long LEAST_LARGE_PART = 8L << 20;
    private static final long MOST_LARGE_PART = 64L << 20;

    private static final int PARTS_AT_LEAST = 2 * StreamController.MOST;

    /// A part that is kept whole in memory takes at most this share of it.
    private static final int MEMORY_SHARE = 16;

    private PartSizes() {}

    /// The part size for a file of `size` at a place with this rule; the size itself where one part is enough.
    ///
    /// @param roundTrip to the farther side; a larger one wants larger parts, since each costs at least one
    /// @param memory    of all buffers
    static long of(long size, PartRule rule, Duration roundTrip, long memory, String path) throws Refused {
        long wanted = size <= MEDIUM_BYTES && size >= 0 ? MEDIUM_PART : large(size, roundTrip);
        if (!rule.free()) {
            wanted = Math.min(wanted, Math.max(PIECE_BYTES, Long.highestOneBit(memory / MEMORY_SHARE)));
        }
        if (size >= 0 && size <= Math.min(wanted, rule.whole())) {
            return size;
        }
        long unit = multiple(rule.multiple());
        long least = Math.max(Math.max(wanted, rule.least()), size < 0 ? 0 : Math.ceilDiv(size, (long) rule.count()));
        long part = Math.ceilDiv(least, unit) * unit;
        if (part > rule.most()) {
            part = rule.most() / unit * unit;
        }
        if (part < rule.least() || part == 0 || size > 0 && Math.ceilDiv(size, part) > rule.count()) {
            throw new Refused(path, "with " + size + " bytes is larger than a file can be there");
        }
        return part;
    }

    /// 8 MiB up to a round trip of 20 ms, and twice as much for each doubling of it, as long as the most streams that
    /// there can be have some parts each: those that end with nothing left to do are lost on a far path.
    private static long large(long size, Duration roundTrip) {
        long millis = Math.clamp(roundTrip.toMillis(), 0, 1000);
        long part = LEAST_LARGE_PART;
        for (long limit = 20; millis > limit && part < MOST_LARGE_PART; limit *= 2) {
            part *= 2;
        }
        long share = size < 0 ? MOST_LARGE_PART : Long.highestOneBit(size / PARTS_AT_LEAST);
        return Math.clamp(share, LEAST_LARGE_PART, part);
    }

    /// The least common multiple with a piece.
    private static long multiple(long of) {
        long a = of;
        long b = PIECE_BYTES;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return of / a * PIECE_BYTES;
    }
}
