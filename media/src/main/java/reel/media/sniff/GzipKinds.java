package reel.media.sniff;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// What a gzip file holds, by the first bytes inside: several programs save their projects that way.
final class GzipKinds {
    private static final MediaType GZIP = type("application/gzip", MediaType.Family.ARCHIVE);

    /// Enough for every signature; a head that inflates to more is not read on.
    private static final int INSIDE_BYTES = 2048;

    private GzipKinds() {}

    static @Nullable MediaType find(byte[] head) {
        if (head.length < 3 || head[0] != 0x1f || (head[1] & 0xff) != 0x8b || head[2] != 8) {
            return null;
        }
        byte[] inside = inflate(head);
        MediaType binary = MagicTable.find(inside);
        if (binary != null && binary.family() == MediaType.Family.SCENE) {
            return type(binary.mime(), binary.family());
        }
        MediaType text = TextTable.find(inside);
        return text != null && text.family() == MediaType.Family.PROJECT ? type(text.mime(), text.family()) : GZIP;
    }

    /// What can be had from a head that was cut somewhere.
    private static byte[] inflate(byte[] head) {
        byte[] inside = new byte[INSIDE_BYTES];
        int length = 0;
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(head))) {
            while (length < INSIDE_BYTES) {
                int more = stream.read(inside, length, INSIDE_BYTES - length);
                if (more < 0) {
                    break;
                }
                length += more;
            }
        } catch (IOException endOfHeadOrDamaged) {
            return Arrays.copyOf(inside, length);
        }
        return Arrays.copyOf(inside, length);
    }

    private static MediaType type(String mime, MediaType.Family family) {
        return new MediaType(mime, family, Compressibility.NEVER);
    }
}
