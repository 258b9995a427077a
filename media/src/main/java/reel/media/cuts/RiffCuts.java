package reel.media.cuts;

import java.io.IOException;
import java.nio.ByteBuffer;

/// RIFF: WAV, BWF and AVI, and RF64/BW64 (EBU Tech 3306) for those beyond 4 GiB. The payload of every top-level chunk
/// is an element; its header, whose length changes with a trim, is not.
final class RiffCuts {
    private static final int RIFF = 0x52494646;
    private static final int RF64 = 0x52463634;
    private static final int BW64 = 0x42573634;
    private static final int DS64 = 0x64733634;
    private static final int DATA = 0x64617461;
    private static final int FORM_BYTES = 12;
    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_ELSEWHERE = -1;

    private RiffCuts() {}

    static boolean claims(ByteBuffer head) {
        int id = head.getInt(0);
        return id == RIFF || id == RF64 || id == BW64;
    }

    /// Walks form after form: an AVI beyond 2 GiB is several.
    static void find(Headers file, Edges edges) throws IOException, Unparsable {
        long at = 0;
        while (at < file.size()) {
            int id = file.bigEndian(at, FORM_BYTES).getInt(0);
            long length =
                    Integer.toUnsignedLong(file.littleEndian(at, FORM_BYTES).getInt(4));
            long dataLength = 0;
            if (id == RF64 || id == BW64) {
                ByteBuffer ds64 = file.littleEndian(at + FORM_BYTES, HEADER_BYTES + 16);
                if (Integer.reverseBytes(ds64.getInt(0)) != DS64) {
                    throw new Unparsable("no ds64 chunk");
                }
                length = ds64.getLong(HEADER_BYTES);
                dataLength = ds64.getLong(HEADER_BYTES + 8);
            } else if (id != RIFF) {
                throw new Unparsable("not a RIFF form");
            }
            if (length < 4 || length > file.size() - at - HEADER_BYTES) {
                throw new Unparsable("a form beyond the end");
            }
            long end = at + HEADER_BYTES + length;
            findInForm(file, at + FORM_BYTES, end, dataLength, edges);
            at = end + (length & 1);
        }
    }

    private static void findInForm(Headers file, long start, long end, long dataLength, Edges edges)
            throws IOException, Unparsable {
        long at = start;
        while (at < end) {
            ByteBuffer header = file.littleEndian(at, HEADER_BYTES);
            int id = Integer.reverseBytes(header.getInt(0));
            int written = header.getInt(4);
            long length = written == LENGTH_ELSEWHERE && id == DATA ? dataLength : Integer.toUnsignedLong(written);
            long payload = at + HEADER_BYTES;
            if (length < 0 || length > end - payload) {
                throw new Unparsable("a chunk beyond its form");
            }
            edges.element(payload, payload + length);
            at = payload + length + (length & 1);
        }
    }
}
