package reel.video.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import reel.video.h264.Bits;
import reel.video.h264.Escapes;

/// Writes slices as NAL units, each with its length before it: macroblocks of samples as far as there are bytes, then
/// flat ones, which take a byte each.
///
/// HOT: a megabyte of samples is combined with the table, scanned for escapes, and nothing else.
final class SliceWriter {
    static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    static final ValueLayout.OfShort PAIR = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// mb_type 25, I_PCM, and zeros up to the byte.
    static final short PCM_START = 0x0D00;

    private static final int PCM = 25;

    /// I_16x16 with DC prediction and no coefficients.
    private static final int FLAT = 3;

    private static final int LENGTH_BYTES = 4;

    private SliceWriter() {}

    /// Writes a slice at `at` of `out`. @return where it ends
    ///
    /// @param slot  which slice of the picture
    /// @param body  the frame's bodies; the slice's own begins at `start`
    static long write(
            Geometry geometry,
            SliceHeader header,
            boolean odd,
            int slot,
            MemorySegment body,
            long start,
            MemorySegment out,
            long at) {
        int mbs = geometry.layout().sliceMbs();
        int filled = header.filledMbs();
        long payload = at + LENGTH_BYTES + 1;
        out.set(ValueLayout.JAVA_BYTE, at + LENGTH_BYTES, (byte) ParameterSets.SLICE);
        long end = put(ParameterSets.sliceStart(slot * mbs, odd).ue(PCM).align(), out, payload);
        MemorySegment.copy(MemorySegment.ofArray(header.bytes()), 0, out, end, SliceHeader.BYTES);
        end += SliceHeader.BYTES;
        int used = SliceHeader.BYTES + header.bodyBytes();
        int sum = header.bodySum();
        Escapes escapes = new Escapes();
        long open = payload;
        int first = Math.min(used, SliceLayout.MB_BYTES) - SliceHeader.BYTES;
        Whitening.combine(body, start, out, end, first, sum, SliceHeader.BYTES);
        end += first;
        if (filled > 1) {
            escapes.look(out, open, end);
            end = writeFull(body, start - SliceHeader.BYTES, out, end, filled - 1, sum, escapes);
            open = end + 1;
            int sample = (filled - 1) * SliceLayout.MB_BYTES;
            out.set(PAIR, end, PCM_START);
            end += Short.BYTES;
            Whitening.combine(body, start + sample - SliceHeader.BYTES, out, end, used - sample, sum, sample);
            end += used - sample;
        }
        int rest = filled * SliceLayout.MB_BYTES - used;
        out.asSlice(end, rest).fill((byte) 0x80);
        end = put(flat(new Bits(), geometry.columns(), filled, mbs).trail(), out, end + rest);
        escapes.look(out, open, end);
        return finish(out, at, escapes.insert(out, end));
    }

    /// Writes macroblocks 1 to `to - 1` and notes their escapes. Before each stands a byte that is never escaped, so
    /// none of them has to do with its neighbours.
    ///
    /// @param samples where in `body` the slice's first sample would stand
    private static long writeFull(
            MemorySegment body, long samples, MemorySegment out, long at, int to, int sum, Escapes escapes) {
        long end = at;
        for (int mb = 1; mb < to; mb += Macroblocks.MOST) {
            int count = Math.min(Macroblocks.MOST, to - mb);
            int sample = mb * SliceLayout.MB_BYTES;
            long found = Macroblocks.lay(body, samples + sample, out, end, count, sum + sample);
            for (; found != 0; found &= found - 1) {
                long unit = end + (long) Long.numberOfTrailingZeros(found) * Macroblocks.UNIT_BYTES;
                escapes.look(out, unit + 1, unit + Macroblocks.UNIT_BYTES);
            }
            end += (long) count * Macroblocks.UNIT_BYTES;
        }
        return end;
    }

    /// A slice without bytes.
    static long writeFlat(Geometry geometry, boolean odd, int slot, MemorySegment out, long at) {
        int mbs = geometry.layout().sliceMbs();
        long payload = at + LENGTH_BYTES + 1;
        out.set(ValueLayout.JAVA_BYTE, at + LENGTH_BYTES, (byte) ParameterSets.SLICE);
        Bits bits = flat(ParameterSets.sliceStart(slot * mbs, odd), geometry.columns(), 0, mbs);
        return finish(out, at, Escapes.insert(out, payload, put(bits.trail(), out, payload)));
    }

    /// The number of coefficients is coded by that of the neighbours to the left and above, §9.2.1: 16 in macroblocks
    /// of samples, none in flat ones.
    private static Bits flat(Bits bits, int columns, int filled, int mbs) {
        for (int mb = filled; mb < mbs; mb++) {
            boolean besideSamples = mb % columns > 0 && mb - 1 < filled || mb >= columns && mb - columns < filled;
            bits.ue(FLAT).ue(0).ue(0);
            if (besideSamples) {
                bits.u(6, 3);
            } else {
                bits.u(1, 1);
            }
        }
        return bits;
    }

    private static long put(Bits bits, MemorySegment out, long at) {
        byte[] bytes = bits.bytes();
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, out, at, bytes.length);
        return at + bytes.length;
    }

    private static long finish(MemorySegment out, long at, long end) {
        out.set(LENGTH, at, (int) (end - at - LENGTH_BYTES));
        return end;
    }
}
