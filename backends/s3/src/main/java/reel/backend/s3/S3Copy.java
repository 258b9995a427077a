package reel.backend.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Copying;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.wire.Answer;
import reel.backend.wire.HttpTime;
import reel.backend.wire.Keys;
import reel.backend.wire.Lasting;
import reel.backend.wire.Percent;
import reel.backend.wire.Xml;

/// Copies inside a bucket, whose bytes do not pass this machine.
final class S3Copy {
    /// One call copies no more (CopyObject).
    static final long MOST_WHOLE_BYTES = 5L << 30;

    /// A part of a larger copy: few calls, each short enough for a server to answer in time.
    private static final long PART_BYTES = 512 << 20;

    private static final int MOST_PARTS = 10_000;

    private final Bucket bucket;
    private final Keys keys;
    private final long mostWhole;

    S3Copy(Bucket bucket, Keys keys, long mostWhole) {
        this.bucket = bucket;
        this.keys = keys;
        this.mostWhole = mostWhole;
    }

    /// What the copy gets instead of what the original has; null leaves it.
    record Given(@Nullable Instant modified, @Nullable String contentType) {
        static Given of(@Nullable Instant modified, Meta meta) {
            return new Given(modified, meta.contentType());
        }
    }

    /// @param from  of known version
    /// @param given null for a copy that is described like the original
    /// @param begun hears of the upload of what is copied in parts
    void copy(Entry from, String to, @Nullable Given given, Copying.Begun begun) throws IOException {
        String shown = keys.shown(to);
        String source = "/" + Percent.encode(bucket.name()) + "/" + Percent.path(keys.file(from.path()));
        Map<String, String> condition = new TreeMap<>(Map.of("x-amz-copy-source", source));
        if (from.version() != null) {
            condition.put("x-amz-copy-source-if-match", from.version());
        }
        boolean whole = from.size() <= mostWhole;
        Map<String, String> description = given == null && whole ? Map.of() : description(from, given);
        Bucket.Ask ask =
                Bucket.Ask.of(shown, whole ? "PUT" : "POST", keys.file(to)).headers(description);
        if (whole) {
            bucket.ask(ask.headers(condition)
                    .header("x-amz-metadata-directive", description.isEmpty() ? "COPY" : "REPLACE"));
        } else {
            inParts(from, ask, condition, begun);
        }
    }

    /// The original's own headers that a copy has to be told again.
    private Map<String, String> description(Entry from, @Nullable Given given) throws IOException {
        Answer original = bucket.done(Bucket.Ask.of(keys.shown(from.path()), "HEAD", keys.file(from.path())));
        Map<String, String> headers = new TreeMap<>();
        original.headers().forEach((name, value) -> {
            if (name.startsWith("x-amz-meta-") || name.equals("x-amz-storage-class") || name.equals("content-type")) {
                headers.put(name, value);
            }
        });
        if (given != null && given.modified() != null) {
            headers.put(S3Entries.TIME_HEADER, HttpTime.seconds(given.modified()));
        }
        if (given != null && given.contentType() != null) {
            headers.put("content-type", given.contentType());
        }
        return headers;
    }

    private void inParts(Entry from, Bucket.Ask ask, Map<String, String> condition, Copying.Begun begun)
            throws IOException {
        String upload = bucket.ask(ask.query("uploads", "")).require(ask.shown(), "UploadId");
        boolean done = false;
        try {
            begun.begun(upload);
            long step = Math.max(Math.min(PART_BYTES, mostWhole), Math.ceilDiv(from.size(), MOST_PARTS));
            List<S3Xml.Part> parts = new ArrayList<>();
            for (long at = 0; at < from.size(); at += step) {
                int number = parts.size() + 1;
                long last = Math.min(at + step, from.size()) - 1;
                Xml part = bucket.ask(Bucket.Ask.of(ask.shown(), "PUT", ask.key())
                        .query("partNumber", Integer.toString(number), "uploadId", upload)
                        .headers(condition)
                        .header("x-amz-copy-source-range", "bytes=" + at + "-" + last));
                parts.add(new S3Xml.Part(number, part.require(ask.shown(), "ETag"), null));
            }
            bucket.ask(Bucket.Ask.of(ask.shown(), "POST", ask.key())
                    .query("uploadId", upload)
                    .body(S3Xml.complete(parts)));
            done = true;
        } finally {
            if (!done) {
                Lasting.run(() -> bucket.done(
                        Bucket.Ask.of(ask.shown(), "DELETE", ask.key()).query("uploadId", upload)));
            }
        }
    }
}
