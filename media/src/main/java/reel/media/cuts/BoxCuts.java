package reel.media.cuts;

import java.io.IOException;
import java.nio.ByteBuffer;

/// ISO base media files (ISO/IEC 14496-12 §4.2) and QuickTime: the payload of every top-level box is an element, above
/// all `mdat`, which a rewritten `moov` moves but does not change.
final class BoxCuts {
    private static final int HEADER_BYTES = 8;
    private static final int LONG_HEADER_BYTES = 16;
    private static final int LENGTH_IS_LONG = 1;
    private static final int LENGTH_IS_REST = 0;

    private static final int FTYP = 0x66747970;
    private static final int MOOV = 0x6d6f6f76;
    private static final int MDAT = 0x6d646174;
    private static final int WIDE = 0x77696465;
    private static final int STYP = 0x73747970;

    private BoxCuts() {}

    static boolean claims(ByteBuffer head) {
        return switch (head.getInt(4)) {
            case FTYP, MOOV, MDAT, WIDE, STYP -> true;
            default -> false;
        };
    }

    static void find(Headers file, Edges edges) throws IOException, Unparsable {
        long at = 0;
        while (at < file.size()) {
            long length =
                    Integer.toUnsignedLong(file.bigEndian(at, HEADER_BYTES).getInt(0));
            int headerBytes = HEADER_BYTES;
            if (length == LENGTH_IS_LONG) {
                headerBytes = LONG_HEADER_BYTES;
                length = file.bigEndian(at, LONG_HEADER_BYTES).getLong(HEADER_BYTES);
            } else if (length == LENGTH_IS_REST) {
                length = file.size() - at;
            }
            if (length < headerBytes || length > file.size() - at) {
                throw new Unparsable("a box beyond the end");
            }
            edges.element(at + headerBytes, at + length);
            at += length;
        }
    }
}
