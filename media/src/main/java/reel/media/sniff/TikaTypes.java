package reel.media.sniff;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;
import reel.stream.seal.Compressibility;

/// The everyday binary types nobody edits film or games with, as Apache Tika knows them. Loading its table takes a
/// few tenths of a second, so this class is touched only by a file that our own tables do not know.
final class TikaTypes {
    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    private TikaTypes() {}

    /// The type by content alone; null where that says nothing.
    static @Nullable MediaType find(byte[] head) {
        org.apache.tika.mime.MediaType found;
        try {
            found = TYPES.detect(new ByteArrayInputStream(head), new Metadata());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String mime = found.getBaseType().toString();
        return switch (found.getType()) {
            case "image" -> new MediaType(mime, MediaType.Family.IMAGE, Compressibility.UNKNOWN);
            case "video" -> new MediaType(mime, MediaType.Family.VIDEO, Compressibility.UNKNOWN);
            case "audio" -> new MediaType(mime, MediaType.Family.AUDIO, Compressibility.UNKNOWN);
            case "model" -> new MediaType(mime, MediaType.Family.SCENE, Compressibility.UNKNOWN);
            case "application" -> application(mime);
            // Tika calls bytes text by statistics; TextTable has the last word there.
            default -> null;
        };
    }

    private static @Nullable MediaType application(String mime) {
        if (mime.equals(MimeTypes.OCTET_STREAM)) {
            return null;
        }
        boolean document = mime.startsWith("application/vnd.ms-") || mime.contains("office");
        MediaType.Family family = document ? MediaType.Family.DOCUMENT : MediaType.Family.BINARY;
        return new MediaType(mime, family, Compressibility.UNKNOWN);
    }
}
