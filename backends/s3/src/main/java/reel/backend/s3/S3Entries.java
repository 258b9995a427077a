package reel.backend.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.Answer;
import reel.backend.wire.Held;
import reel.backend.wire.HttpTime;
import reel.backend.wire.Xml;
import reel.stream.Corrupt;

/// Objects as entries.
///
/// A file's own time stands in its metadata, which only a call for the object itself tells: in listings the
/// time is left out, or that of the upload where that is all that is wanted.
final class S3Entries {
    /// Seconds and a fraction, as rclone writes and reads it.
    static final String TIME_HEADER = "x-amz-meta-mtime";

    /// How exactly the metadata holds a time.
    static final Duration TIME_STEP = Duration.ofNanos(1);

    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final boolean keepsTimes;

    /// Whether an ETag of 32 digits was seen that is no MD5: with keys of the customer or of KMS it never is.
    private volatile boolean tagsAreOpaque;

    S3Entries(boolean keepsTimes) {
        this.keepsTimes = keepsTimes;
    }

    /// Of the answer to HEAD or GET of the whole object.
    Entry of(String shown, String path, Answer answer) throws IOException {
        @Nullable String tag = answer.header("etag");
        long size = answer.length();
        if (tag == null || size < 0) {
            throw new Corrupt(
                    shown,
                    -1,
                    "an ETag and a length from the server",
                    "an answer without",
                    "Check that the endpoint speaks S3.",
                    null);
        }
        @Nullable String encryption = answer.header("x-amz-server-side-encryption");
        if (encryption != null && !encryption.equals("AES256")
                || answer.header("x-amz-server-side-encryption-customer-algorithm") != null) {
            tagsAreOpaque = true;
        }
        Map<DigestKind, String> digests = digests(tag);
        if (!"COMPOSITE".equals(answer.header("x-amz-checksum-type"))) {
            putSum(digests, DigestKind.CRC64NVME, answer.header("x-amz-checksum-crc64nvme"));
            putSum(digests, DigestKind.CRC32C, answer.header("x-amz-checksum-crc32c"));
        }
        Meta meta = new Meta(null, null, null, null, Map.of(), answer.header("content-type"));
        return new Entry(path, Entry.Kind.FILE, size, time(answer), tag, meta, digests);
    }

    private @Nullable Instant time(Answer answer) {
        @Nullable Instant kept = keepsTimes ? HttpTime.seconds(answer.header(TIME_HEADER)) : null;
        return kept != null ? kept : HttpTime.date(answer.header("last-modified"));
    }

    private static void putSum(Map<DigestKind, String> digests, DigestKind kind, @Nullable String base64) {
        // Of parts: "<sum of sums>-<count>", which is not base 64.
        @Nullable String hex = Held.hex(kind, base64);
        if (hex != null) {
            digests.put(kind, hex);
        }
    }

    /// Of a `Contents` element of a listing.
    Entry of(String shown, String path, Xml contents) throws IOException {
        @Nullable String tag = contents.text("ETag");
        @Nullable Instant time = keepsTimes ? null : truncated(HttpTime.iso(contents.text("LastModified")));
        return new Entry(
                path,
                Entry.Kind.FILE,
                contents.number(shown, "Size"),
                time,
                tag,
                Meta.NONE,
                tag == null ? Map.of() : digests(tag));
    }

    /// As exactly as `Last-Modified` tells it, so that both ways tell the same.
    private static @Nullable Instant truncated(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    /// Of an object that was just written in one piece.
    Entry written(String path, long size, @Nullable Instant time, String tag, Meta meta) {
        return new Entry(
                path,
                Entry.Kind.FILE,
                size,
                time,
                tag,
                new Meta(null, null, null, null, Map.of(), meta.contentType()),
                digests(tag));
    }

    private Map<DigestKind, String> digests(String tag) {
        Map<DigestKind, String> digests = new EnumMap<>(DigestKind.class);
        String bare = tag.replace("\"", "").toLowerCase(Locale.ROOT);
        if (!tagsAreOpaque && MD5.matcher(bare).matches()) {
            digests.put(DigestKind.MD5, bare);
        }
        return digests;
    }
}
