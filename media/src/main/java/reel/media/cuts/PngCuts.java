package reel.media.cuts;

import java.io.IOException;
import java.nio.ByteBuffer;

/// PNG (W3C PNG §5): a run of chunks of one type is an element, so all of the picture's `IDAT` chunks together are
/// one, and a changed comment or profile leaves their bytes alone.
final class PngCuts {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int SIGNATURE_BYTES = 8;
    private static final int HEADER_BYTES = 8;
    private static final int CHECKSUM_BYTES = 4;
    private static final int HEADER_TYPE = 0x49484452;
    private static final int END_TYPE = 0x49454e44;

    private PngCuts() {}

    static boolean claims(ByteBuffer head) {
        return head.getLong(0) == SIGNATURE;
    }

    static void find(Headers file, Edges edges) throws IOException, Unparsable {
        long runStart = SIGNATURE_BYTES;
        int runType = HEADER_TYPE;
        long at = SIGNATURE_BYTES;
        while (true) {
            ByteBuffer header = file.bigEndian(at, HEADER_BYTES);
            int length = header.getInt(0);
            int type = header.getInt(4);
            if (length < 0 || at == SIGNATURE_BYTES && type != HEADER_TYPE) {
                throw new Unparsable("not a PNG chunk");
            }
            if (type != runType) {
                edges.element(runStart, at);
                runStart = at;
                runType = type;
            }
            at += HEADER_BYTES + (long) length + CHECKSUM_BYTES;
            if (type == END_TYPE) {
                edges.element(runStart, at);
                return;
            }
        }
    }
}
