package reel.media.sniff;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// What the major brand of an ISO base media file (ISO/IEC 14496-12 §4.3) says: its `ftyp` box comes first.
final class IsoBrands {
    private static final MediaType MP4 = new MediaType("video/mp4", MediaType.Family.VIDEO, Compressibility.NEVER);
    private static final MediaType MOV =
            new MediaType("video/quicktime", MediaType.Family.VIDEO, Compressibility.UNKNOWN);
    private static final MediaType HEIF = new MediaType("image/heif", MediaType.Family.IMAGE, Compressibility.NEVER);
    private static final MediaType AVIF = new MediaType("image/avif", MediaType.Family.IMAGE, Compressibility.NEVER);
    private static final MediaType M4A = new MediaType("audio/mp4", MediaType.Family.AUDIO, Compressibility.NEVER);

    /// Brands that are not some profile of MP4, which any other is.
    private static final Map<String, MediaType> BRANDS = Map.ofEntries(
            Map.entry("qt  ", MOV),
            Map.entry("M4A ", M4A),
            Map.entry("M4B ", M4A),
            Map.entry("F4A ", M4A),
            Map.entry("heic", HEIF),
            Map.entry("heix", HEIF),
            Map.entry("heim", HEIF),
            Map.entry("heis", HEIF),
            Map.entry("mif1", HEIF),
            Map.entry("hevc", HEIF),
            Map.entry("msf1", HEIF),
            Map.entry("avif", AVIF),
            Map.entry("avis", AVIF),
            Map.entry("crx ", new MediaType("image/x-canon-cr3", MediaType.Family.IMAGE, Compressibility.NEVER)),
            Map.entry("jp2 ", new MediaType("image/jp2", MediaType.Family.IMAGE, Compressibility.NEVER)),
            Map.entry("3gp4", new MediaType("video/3gpp", MediaType.Family.VIDEO, Compressibility.NEVER)),
            Map.entry("3gp5", new MediaType("video/3gpp", MediaType.Family.VIDEO, Compressibility.NEVER)));

    private static final int FTYP_BYTES = 12;

    private IsoBrands() {}

    static @Nullable MediaType find(byte[] head) {
        if (head.length < FTYP_BYTES || !fourCc(head, 4).equals("ftyp")) {
            return null;
        }
        return BRANDS.getOrDefault(fourCc(head, 8), MP4);
    }

    private static String fourCc(byte[] head, int offset) {
        return new String(head, offset, 4, StandardCharsets.ISO_8859_1);
    }
}
