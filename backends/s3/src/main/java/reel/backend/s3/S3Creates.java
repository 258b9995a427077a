package reel.backend.s3;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.wire.Answer;
import reel.backend.wire.Keys;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;

/// Writes that succeed only where nothing is yet (`If-None-Match: *`).
///
/// Amazon honours them. Another server may pass over the header and replace what is there, so before the
/// first such write it is tried on an object of our own; one that does not honour it is refused, never
/// trusted.
final class S3Creates {
    private static final String CONDITION = "If-None-Match";

    private final Bucket bucket;
    private final Keys keys;

    /// What the user says of the server; null where it is to be found out.
    private final @Nullable Boolean told;

    private boolean wholeProved;
    private boolean partsProved;

    S3Creates(Bucket bucket, Keys keys, @Nullable Boolean told) {
        this.bucket = bucket;
        this.keys = keys;
        this.told = told;
    }

    boolean areAtomic() {
        return !Boolean.FALSE.equals(told);
    }

    /// The condition for a write to `key`, proved to hold.
    Bucket.Ask conditional(Bucket.Ask write, boolean inParts) throws IOException {
        if (!areAtomic()) {
            try {
                bucket.done(Bucket.Ask.of(write.shown(), "HEAD", write.key()));
            } catch (Missing free) {
                return write;
            }
            throw new Conflict(write.shown(), "is there already");
        }
        if (told == null && !bucket.isAmazon()) {
            prove(inParts);
        }
        return write.header(CONDITION, "*");
    }

    private synchronized void prove(boolean inParts) throws IOException {
        if (inParts ? partsProved : wholeProved) {
            return;
        }
        String path = ".reel-probe-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);
        String key = keys.root() + path;
        String shown = keys.shown(path);
        Bucket.Ask whole =
                Bucket.Ask.of(shown, "PUT", key).header(CONDITION, "*").body(Source.of(new byte[0]));
        try {
            try {
                bucket.done(whole);
            } catch (Refused unknown) {
                throw ignored(unknown);
            }
            if (!wholeProved) {
                expectConflict(whole);
                wholeProved = true;
            }
            if (inParts) {
                proveParts(shown, key);
                partsProved = true;
            }
        } finally {
            bucket.done(Bucket.Ask.of(shown, "DELETE", key));
        }
    }

    private void proveParts(String shown, String key) throws IOException {
        String upload = bucket.ask(Bucket.Ask.of(shown, "POST", key).query("uploads", ""))
                .require(shown, "UploadId");
        try {
            Answer part = bucket.done(Bucket.Ask.of(shown, "PUT", key)
                    .query("partNumber", "1", "uploadId", upload)
                    .body(Source.of(new byte[] {0})));
            @Nullable String tag = part.header("etag");
            expectConflict(Bucket.Ask.of(shown, "POST", key)
                    .query("uploadId", upload)
                    .header(CONDITION, "*")
                    .body(S3Xml.complete(java.util.List.of(new S3Xml.Part(1, tag == null ? "" : tag, null)))));
        } finally {
            try {
                bucket.done(Bucket.Ask.of(shown, "DELETE", key).query("uploadId", upload));
            } catch (Missing completed) {
                // It ended as an object, which goes next.
            }
        }
    }

    private void expectConflict(Bucket.Ask write) throws IOException {
        try {
            if (write.method().equals("POST")) {
                bucket.ask(write);
            } else {
                bucket.done(write);
            }
        } catch (Conflict honoured) {
            return;
        } catch (Refused unknown) {
            throw ignored(unknown);
        }
        throw ignored(null);
    }

    private Refused ignored(@Nullable Refused cause) {
        return new Refused(
                keys.place(),
                "the server does not keep two writers from creating the same file",
                "Set the option atomic-create to false: then files are looked for first, which is safe for one writer.",
                cause);
    }
}
