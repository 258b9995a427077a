package reel.video.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The first bytes of a slice's samples: which slice of which video it is, and the check of its body.
///
/// @param parity   whether the body is a repair symbol
/// @param last     the slice ends the payload; never of parity
/// @param slices   of a frame
/// @param columns  macroblocks of a row
/// @param sliceMbs macroblocks of a slice
/// @param video    tells slices of different videos apart
/// @param position counts slices, frame after frame
/// @param used     data: bytes of the body; parity: number of groups
/// @param payload  data: where in the payload the body's data begins; parity: the payload's length
/// @param repairs  parity: repair symbols of a group
/// @param bodySum  CRC32C of the used body
record SliceHeader(
        boolean parity,
        boolean last,
        int slices,
        int columns,
        int sliceMbs,
        int video,
        long position,
        int used,
        long payload,
        int repairs,
        int bodySum) {
    static final int BYTES = 48;

    /// What every slice's samples begin with: no zero in it, not to be met by chance. Not whitened.
    static final long SIGNATURE = 0xA7C3_51E9_9B2D_F486L;

    private static final int VERSION = 1;
    private static final int PARITY = 1;
    private static final int LAST = 2;
    private static final int SUMMED_BYTES = 44;

    /// As it stands in the picture, whitened.
    byte[] bytes() {
        ByteBuffer into = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        into.putLong(SIGNATURE).put((byte) VERSION);
        into.put((byte) ((parity ? PARITY : 0) | (last ? LAST : 0)));
        into.put((byte) slices).put((byte) columns);
        into.putInt(used).putLong(position).putLong(payload).putInt(video);
        into.putShort((short) sliceMbs).putShort((short) repairs).putInt(bodySum);
        into.putInt(sum(into.array()));
        Whitening.header(into.array());
        return into.array();
    }

    /// The header in `bytes`; null if that is none of this version.
    static @Nullable SliceHeader read(byte[] whitened) {
        byte[] bytes = whitened.clone();
        Whitening.header(bytes);
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (from.getLong() != SIGNATURE || from.getInt(SUMMED_BYTES) != sum(bytes) || from.get() != VERSION) {
            return null;
        }
        int flags = from.get();
        int slices = from.get() & 0xff;
        int columns = from.get() & 0xff;
        int used = from.getInt();
        long position = from.getLong();
        long payload = from.getLong();
        int video = from.getInt();
        int sliceMbs = from.getShort() & 0xffff;
        int repairs = from.getShort() & 0xffff;
        int bodySum = from.getInt();
        boolean parity = (flags & PARITY) != 0;
        int body = sliceMbs * SliceLayout.MB_BYTES - BYTES;
        boolean usable = flags >= 0
                && flags <= (PARITY | LAST)
                && slices >= 1
                && slices <= SliceLayout.MOST_SLICES
                && sliceMbs >= 1
                && sliceMbs * slices <= SliceLayout.MOST_MBS
                && columns >= 1
                && sliceMbs % columns == 0
                && used >= 1
                && (parity || used <= body)
                && position >= 0
                && position < 1L << 48
                && payload >= 0
                && payload < 1L << 62;
        if (!usable) {
            return null;
        }
        return new SliceHeader(
                parity,
                (flags & LAST) != 0,
                slices,
                columns,
                sliceMbs,
                video,
                position,
                used,
                payload,
                repairs,
                bodySum);
    }

    private static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, SUMMED_BYTES);
        return (int) sum.getValue();
    }

    SliceLayout layout() {
        return new SliceLayout(slices, columns, sliceMbs);
    }

    /// How much of the body is there.
    int bodyBytes() {
        return parity ? sliceMbs * SliceLayout.MB_BYTES - BYTES : used;
    }

    /// Macroblocks with samples; the others of the slice are flat.
    int filledMbs() {
        return Math.ceilDiv(BYTES + bodyBytes(), SliceLayout.MB_BYTES);
    }
}
