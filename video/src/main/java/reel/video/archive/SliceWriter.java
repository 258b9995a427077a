package reel.video.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Writes slices as NAL units, each with its length before it: macroblocks of samples as far as there are bytes, then
/// flat ones, which take a byte each.
///
/// HOT: a megabyte of samples is combined with the table, scanned for escapes, and nothing else.
final class SliceWriter {
    static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final ValueLayout.OfShort PAIR = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

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
        int sample = SliceHeader.BYTES;
        int used = SliceHeader.BYTES + header.bodyBytes();
        end += SliceHeader.BYTES;
        for (int mb = 0; mb < filled; mb++) {
            if (mb > 0) {
                out.set(PAIR, end, PCM_START);
                end += Short.BYTES;
            }
            int length = Math.min(used, (mb + 1) * SliceLayout.MB_BYTES) - sample;
            Whitening.combine(body, start + sample - SliceHeader.BYTES, out, end, length, header.bodySum(), sample);
            sample += length;
            end += length;
        }
        int rest = filled * SliceLayout.MB_BYTES - sample;
        out.asSlice(end, rest).fill((byte) 0x80);
        end = put(flat(new Bits(), geometry.columns(), filled, mbs).trail(), out, end + rest);
        return finish(out, at, payload, end);
    }

    /// A slice without bytes.
    static long writeFlat(Geometry geometry, boolean odd, int slot, MemorySegment out, long at) {
        int mbs = geometry.layout().sliceMbs();
        long payload = at + LENGTH_BYTES + 1;
        out.set(ValueLayout.JAVA_BYTE, at + LENGTH_BYTES, (byte) ParameterSets.SLICE);
        Bits bits = flat(ParameterSets.sliceStart(slot * mbs, odd), geometry.columns(), 0, mbs);
        return finish(out, at, payload, put(bits.trail(), out, payload));
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

    private static long finish(MemorySegment out, long at, long payload, long end) {
        long escaped = Escapes.insert(out, payload, end);
        out.set(LENGTH, at, (int) (escaped - at - LENGTH_BYTES));
        return escaped;
    }
}
