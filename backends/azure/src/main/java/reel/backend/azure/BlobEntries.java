package reel.backend.azure;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.Answer;
import reel.backend.wire.Held;
import reel.backend.wire.HttpTime;
import reel.backend.wire.Xml;
import reel.stream.Corrupt;

/// Blobs as entries. A file's own time stands in the blob's metadata, which listings tell, too.
final class BlobEntries {
    /// As rclone writes and reads it.
    static final String TIME = "mtime";
    static final String TIME_HEADER = "x-ms-meta-" + TIME;

    private BlobEntries() {}

    /// Of the answer to HEAD.
    static Entry of(String shown, String path, Answer answer) throws IOException {
        @Nullable String tag = answer.header("etag");
        long size = answer.length();
        if (tag == null || size < 0) {
            throw new Corrupt(shown, -1, "an ETag and a length from the server", "none", "Check the endpoint.", null);
        }
        return entry(
                path,
                size,
                HttpTime.kept(answer.header(TIME_HEADER)),
                answer.header("last-modified"),
                tag,
                answer.header("content-type"),
                answer.header("content-md5"));
    }

    /// Of a `Blob` element of a listing.
    static Entry of(String shown, String path, Xml blob) throws IOException {
        @Nullable Xml properties = blob.child("Properties");
        if (properties == null) {
            throw new Corrupt(shown, -1, "properties of " + path, "none", "Check the endpoint.", null);
        }
        @Nullable Xml metadata = blob.child("Metadata");
        @Nullable String tag = properties.text("Etag");
        return entry(
                path,
                properties.number(shown, "Content-Length"),
                metadata == null ? null : HttpTime.kept(metadata.text(TIME)),
                properties.text("Last-Modified"),
                // Listings leave out the quotes that the header has.
                tag == null || tag.startsWith("\"") ? tag : '"' + tag + '"',
                properties.text("Content-Type"),
                properties.text("Content-MD5"));
    }

    /// Of a blob that was just written.
    ///
    /// @param md5 of the whole, in base 64; null where it is not known
    static Entry written(
            String path, long size, @Nullable Instant modified, String type, @Nullable String md5, Answer answer) {
        return entry(path, size, modified, answer.header("last-modified"), answer.header("etag"), type, md5);
    }

    private static Entry entry(
            String path,
            long size,
            @Nullable Instant kept,
            @Nullable String modified,
            @Nullable String tag,
            @Nullable String type,
            @Nullable String md5) {
        Map<DigestKind, String> digests = new EnumMap<>(DigestKind.class);
        @Nullable String hex = Held.hex(DigestKind.MD5, md5);
        if (hex != null) {
            digests.put(DigestKind.MD5, hex);
        }
        return new Entry(
                path,
                Entry.Kind.FILE,
                size,
                kept != null ? kept : HttpTime.date(modified),
                tag,
                new Meta(null, null, null, null, Map.of(), type),
                digests);
    }
}
