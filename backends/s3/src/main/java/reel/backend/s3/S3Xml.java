package reel.backend.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.wire.Xml;

/// The bodies that are sent as XML.
final class S3Xml {
    private S3Xml() {}

    /// A stored part.
    ///
    /// @param sum its CRC-32C in base 64; null where the server keeps none
    record Part(int number, String tag, @Nullable String sum) {}

    /// Which parts an object is made of, ascending.
    static Source complete(List<Part> parts) {
        StringBuilder xml = new StringBuilder(64 + parts.size() * 128).append("<CompleteMultipartUpload>");
        for (Part part : parts) {
            xml.append("<Part>");
            if (part.sum() != null) {
                xml.append("<ChecksumCRC32C>").append(part.sum()).append("</ChecksumCRC32C>");
            }
            xml.append("<ETag>").append(Xml.escape(part.tag())).append("</ETag><PartNumber>");
            xml.append(part.number()).append("</PartNumber></Part>");
        }
        return Source.of(xml.append("</CompleteMultipartUpload>").toString().getBytes(StandardCharsets.UTF_8));
    }
}
