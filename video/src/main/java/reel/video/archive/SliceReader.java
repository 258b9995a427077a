package reel.video.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import reel.video.h264.Escapes;

/// Finds slices in bytes by their signature, whatever container they lie in, and takes their bodies out. Not
/// thread-safe.
final class SliceReader {
    /// A header with everything in it escaped.
    static final int HEADER_REACH = SliceHeader.BYTES * 3 / 2 + 4;

    // What taking samples found.
    private static final int WHOLE = 0;
    private static final int ESCAPED = 1;
    private static final int DAMAGED = 2;

    private static final byte FIRST = (byte) SliceHeader.SIGNATURE;

    private final MemorySegment scratch;
    private final byte[] header = new byte[SliceHeader.BYTES];

    /// @param scratch room for the samples of any slice that is to be read, see [#scratchBytes]
    SliceReader(MemorySegment scratch) {
        this.scratch = scratch;
    }

    static long scratchBytes(int sliceMbs) {
        return sliceMbs * (SliceLayout.MB_BYTES + 2L);
    }

    /// Where, from `from` on, a signature stands before `end`; -1 where nowhere.
    static long find(MemorySegment bytes, long from, long end) {
        for (long at = from; at + Long.BYTES <= end; at++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at) == FIRST
                    && bytes.get(Whitening.WORD, at) == SliceHeader.SIGNATURE) {
                return at;
            }
        }
        return -1;
    }

    /// The header whose signature stands at `at`; null where it is none, or damaged, or cut.
    @Nullable
    SliceHeader header(MemorySegment bytes, long at, long end) {
        long have = Escapes.remove(
                bytes, at, Math.min(end, at + HEADER_REACH), MemorySegment.ofArray(header), SliceHeader.BYTES);
        return have < SliceHeader.BYTES ? null : SliceHeader.read(header);
    }

    /// Takes the body of the slice at `at` into `body` at `start` and checks it.
    ///
    /// @return where its samples end in `bytes`; -1 where they are damaged or cut
    long body(SliceHeader slice, MemorySegment bytes, long at, long end, MemorySegment body, long start) {
        long raw = slice.filledMbs() * (long) Macroblocks.UNIT_BYTES - Short.BYTES;
        long next = at + raw;
        int found = next > end ? ESCAPED : take(slice, bytes, at, body, start, true);
        if (found == ESCAPED) {
            if (raw > scratch.byteSize() || Escapes.remove(bytes, at, end, scratch, raw) < raw) {
                return -1;
            }
            found = take(slice, scratch, 0, body, start, false);
        }
        return found == WHOLE && sum(body, start, slice.bodyBytes()) == slice.bodySum() ? next : -1;
    }

    /// Takes the samples at `at`, which are all there.
    ///
    /// @param raw whether an escape would still be in them, which ends it
    private static int take(
            SliceHeader slice, MemorySegment from, long at, MemorySegment body, long start, boolean raw) {
        int last = slice.filledMbs() - 1;
        int used = SliceHeader.BYTES + slice.bodyBytes();
        long samples = start - SliceHeader.BYTES;
        int first = Math.min(used, SliceLayout.MB_BYTES);
        if (raw && Escapes.mark(from, at, at + SliceLayout.MB_BYTES) >= 0) {
            return ESCAPED;
        }
        Whitening.combine(
                from,
                at + SliceHeader.BYTES,
                body,
                start,
                first - SliceHeader.BYTES,
                slice.bodySum(),
                SliceHeader.BYTES);
        long here = at + SliceLayout.MB_BYTES;
        for (int mb = 1; mb < last; mb += Macroblocks.MOST) {
            int count = Math.min(Macroblocks.MOST, last - mb);
            int sample = mb * SliceLayout.MB_BYTES;
            long odd = Macroblocks.lift(from, here, body, samples + sample, count, slice.bodySum() + sample);
            for (; odd != 0; odd &= odd - 1) {
                int found = look(from, here + (long) Long.numberOfTrailingZeros(odd) * Macroblocks.UNIT_BYTES, raw);
                if (found != WHOLE) {
                    return found;
                }
            }
            here += (long) count * Macroblocks.UNIT_BYTES;
        }
        if (last > 0) {
            int found = look(from, here, raw);
            if (found != WHOLE) {
                return found;
            }
            int sample = last * SliceLayout.MB_BYTES;
            Whitening.combine(from, here + Short.BYTES, body, samples + sample, used - sample, slice.bodySum(), sample);
        }
        return WHOLE;
    }

    /// Looks at one macroblock more closely.
    private static int look(MemorySegment from, long unit, boolean raw) {
        if (from.get(SliceWriter.PAIR, unit) != SliceWriter.PCM_START) {
            return DAMAGED;
        }
        return raw && Escapes.mark(from, unit + 1, unit + Macroblocks.UNIT_BYTES) >= 0 ? ESCAPED : WHOLE;
    }

    static int sum(MemorySegment bytes, long from, long length) {
        ByteBuffer view = bytes.asSlice(from, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        CRC32C sum = new CRC32C();
        sum.update(view);
        return (int) sum.getValue();
    }
}
