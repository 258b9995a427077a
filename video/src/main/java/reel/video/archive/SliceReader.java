package reel.video.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Finds slices in bytes by their signature, whatever container they lie in, and takes their bodies out. Not
/// thread-safe.
final class SliceReader {
    private static final ValueLayout.OfShort PAIR = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// A header with everything in it escaped.
    static final int HEADER_REACH = SliceHeader.BYTES * 3 / 2 + 4;

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
        int filled = slice.filledMbs();
        int used = SliceHeader.BYTES + slice.bodyBytes();
        long raw = filled * (SliceLayout.MB_BYTES + 2L) - 2;
        MemorySegment from = bytes;
        long base = at;
        long next = at + raw;
        if (next > end || Escapes.mark(bytes, at, Math.min(end, next)) >= 0) {
            if (raw > scratch.byteSize() || Escapes.remove(bytes, at, end, scratch, raw) < raw) {
                return -1;
            }
            from = scratch;
            base = 0;
        }
        long here = base + SliceHeader.BYTES;
        int sample = SliceHeader.BYTES;
        for (int mb = 0; mb < filled; mb++) {
            if (mb > 0) {
                if (from.get(PAIR, here) != SliceWriter.PCM_START) {
                    return -1;
                }
                here += Short.BYTES;
            }
            int length = Math.min(used, (mb + 1) * SliceLayout.MB_BYTES) - sample;
            Whitening.combine(from, here, body, start + sample - SliceHeader.BYTES, length, slice.bodySum(), sample);
            sample += length;
            here += length;
        }
        return sum(body, start, slice.bodyBytes()) == slice.bodySum() ? next : -1;
    }

    static int sum(MemorySegment bytes, long from, long length) {
        ByteBuffer view = bytes.asSlice(from, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        CRC32C sum = new CRC32C();
        sum.update(view);
        return (int) sum.getValue();
    }
}
