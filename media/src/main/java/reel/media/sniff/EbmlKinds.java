package reel.media.sniff;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// Matroska or WebM, by the document type in an EBML header (RFC 8794 §11.2).
final class EbmlKinds {
    private static final MediaType MATROSKA =
            new MediaType("video/x-matroska", MediaType.Family.VIDEO, Compressibility.NEVER);
    private static final MediaType WEBM = new MediaType("video/webm", MediaType.Family.VIDEO, Compressibility.NEVER);

    /// The header is a few elements of a few bytes each.
    private static final int HEADER_BYTES = 64;

    private EbmlKinds() {}

    static @Nullable MediaType find(byte[] head) {
        if (head.length < 4
                || (head[0] & 0xff) != 0x1a
                || (head[1] & 0xff) != 0x45
                || (head[2] & 0xff) != 0xdf
                || (head[3] & 0xff) != 0xa3) {
            return null;
        }
        String header = new String(head, 0, Math.min(head.length, HEADER_BYTES), StandardCharsets.ISO_8859_1);
        return header.contains("webm") ? WEBM : header.contains("matroska") ? MATROSKA : null;
    }
}
