package reel.video.archive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Runs of macroblocks full of samples: what stands before each and its samples, combined with the table on the way
/// and looked over, in the same pass, for zeros that stand side by side.
///
/// HOT: nearly every byte of a video goes through here and through nothing else of this package but its sums. What
/// does one macroblock is small, because it is compiled while a command waits for it, and whether there are such zeros
/// is a part of the result, because a branch that never was taken would have it compiled once more.
final class Macroblocks {
    /// As many as the result has bits.
    static final int MOST = Long.SIZE;

    /// A macroblock with what stands before it.
    static final int UNIT_BYTES = Short.BYTES + SliceLayout.MB_BYTES;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    /// What the compiler wants to see before it begins, with room to spare.
    private static final int WARMING_ROUNDS = 200;

    private Macroblocks() {}

    /// Writes `count` macroblocks of samples `from[start..]` to `into[at..]`.
    ///
    /// @param white where in the table the first sample's noise stands, any number
    /// @return a bit for each macroblock with two zeros side by side, the zero before its samples
    ///     included
    static long lay(MemorySegment from, long start, MemorySegment into, long at, int count, int white) {
        long found = 0;
        for (int mb = 0; mb < count; mb++) {
            int sample = mb * SliceLayout.MB_BYTES;
            long zeros = layOne(from, start + sample, into, at + (long) mb * UNIT_BYTES, white + sample);
            found |= (zeros | -zeros) >>> Long.SIZE - 1 << mb;
        }
        return found;
    }

    private static long layOne(MemorySegment from, long source, MemorySegment into, long target, int white) {
        long noise = white & Whitening.TABLE_BYTES - 1;
        into.set(SliceWriter.PAIR, target, SliceWriter.PCM_START);
        long samples = target + Short.BYTES;
        long zeros = 0;
        long before = 0;
        for (int i = 0; i < SliceLayout.MB_BYTES; i += Long.BYTES) {
            long word = from.get(Whitening.WORD, source + i) ^ Whitening.TABLE.get(Whitening.WORD, noise + i);
            into.set(Whitening.WORD, samples + i, word);
            long both = word | word << Byte.SIZE | before >>> Long.SIZE - Byte.SIZE;
            zeros |= both - ONES & ~both;
            before = word;
        }
        return zeros & TOPS;
    }

    /// Takes the samples of `count` macroblocks at `from[at..]` to `into[start..]`.
    ///
    /// @return a bit for each macroblock with two zeros side by side, or before which something else stands
    static long lift(MemorySegment from, long at, MemorySegment into, long start, int count, int white) {
        long found = 0;
        for (int mb = 0; mb < count; mb++) {
            int sample = mb * SliceLayout.MB_BYTES;
            long odd = liftOne(from, at + (long) mb * UNIT_BYTES, into, start + sample, white + sample);
            found |= (odd | -odd) >>> Long.SIZE - 1 << mb;
        }
        return found;
    }

    private static long liftOne(MemorySegment from, long source, MemorySegment into, long target, int white) {
        long noise = white & Whitening.TABLE_BYTES - 1;
        long wrong = (from.get(SliceWriter.PAIR, source) ^ SliceWriter.PCM_START) & 0xffffL;
        long samples = source + Short.BYTES;
        long zeros = 0;
        long before = 0;
        for (int i = 0; i < SliceLayout.MB_BYTES; i += Long.BYTES) {
            long word = from.get(Whitening.WORD, samples + i);
            into.set(Whitening.WORD, target + i, word ^ Whitening.TABLE.get(Whitening.WORD, noise + i));
            long both = word | word << Byte.SIZE | before >>> Long.SIZE - Byte.SIZE;
            zeros |= both - ONES & ~both;
            before = word;
        }
        return zeros & TOPS | wrong;
    }

    /// Has `lay` compiled, or `lift`.
    static void warm(boolean laying) {
        MemorySegment room = Arena.ofAuto().allocate(SliceLayout.MB_BYTES + UNIT_BYTES, Long.BYTES);
        for (int i = 0; i < WARMING_ROUNDS; i++) {
            if (laying) {
                lay(room, 0, room, SliceLayout.MB_BYTES, 1, i);
            } else {
                lift(room, SliceLayout.MB_BYTES, room, 0, 1, i);
            }
        }
    }
}
