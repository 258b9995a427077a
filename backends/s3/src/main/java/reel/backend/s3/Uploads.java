package reel.backend.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Meta;
import reel.backend.wire.Answer;
import reel.backend.wire.Held;
import reel.backend.wire.HttpTime;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

/// How a place's uploads are described and guarded on their way.
///
/// Each body carries its CRC-32C, which costs next to nothing. A server that does not say that it checks it
/// gets an MD5 instead, unless it checks the signed SHA-256 of the body anyway.
final class Uploads {
    static final String SUM_HEADER = "x-amz-checksum-crc32c";

    private final Bucket bucket;
    private final MemoryBudget memory;
    private final @Nullable String storageClass;

    /// What was learned of the server: whether it takes checksum headers, and whether it says that it checks
    /// them.
    private volatile boolean takesSums = true;

    private volatile boolean checksSums = true;

    Uploads(Bucket bucket, MemoryBudget memory, @Nullable String storageClass) {
        this.bucket = bucket;
        this.memory = memory;
        this.storageClass = storageClass;
    }

    Bucket bucket() {
        return bucket;
    }

    MemoryBudget memory() {
        return memory;
    }

    /// The headers that an object gets when its upload begins.
    Map<String, String> description(@Nullable Instant modified, Meta meta) {
        Map<String, String> headers = new TreeMap<>();
        if (modified != null) {
            headers.put(S3Entries.TIME_HEADER, HttpTime.seconds(modified));
        }
        headers.put("Content-Type", meta.contentType() == null ? "application/octet-stream" : meta.contentType());
        if (storageClass != null) {
            headers.put("x-amz-storage-class", storageClass);
        }
        return headers;
    }

    boolean takesSums() {
        return takesSums;
    }

    /// Sends a body with what guards it.
    ///
    /// @param sum its CRC-32C, hexadecimal
    Answer send(Bucket.Ask write, Source body, String sum) throws IOException {
        Bucket.Ask ask = write.body(body);
        if (!checksSums && !bucket.signsBodies()) {
            ask = ask.header("Content-MD5", Held.base64(Held.digest(memory, body, DigestKind.MD5)));
        }
        if (!takesSums) {
            return bucket.done(ask);
        }
        try {
            Answer answer = bucket.done(ask.header(SUM_HEADER, Held.base64(sum)));
            if (answer.header(SUM_HEADER) == null) {
                checksSums = false;
            }
            return answer;
        } catch (Refused refused) {
            if (!meansUnknown(refused)) {
                throw refused;
            }
            takesSums = false;
            checksSums = false;
            return send(write, body, sum);
        }
    }

    /// Begins an upload in parts.
    ///
    /// @return its id, and whether its parts' sums make one of the whole
    Begun begin(Bucket.Ask post) throws IOException {
        if (takesSums) {
            try {
                Bucket.Ask ask =
                        post.header("x-amz-checksum-algorithm", "CRC32C").header("x-amz-checksum-type", "FULL_OBJECT");
                return begun(ask);
            } catch (Refused refused) {
                if (!meansUnknown(refused)) {
                    throw refused;
                }
                takesSums = false;
                checksSums = false;
            }
        }
        return begun(post);
    }

    private Begun begun(Bucket.Ask post) throws IOException {
        try (Answer answer = bucket.send(post)) {
            String id = reel.backend.wire.Xml.read(post.shown(), answer.stream(1 << 20))
                    .require(post.shown(), "UploadId");
            return new Begun(id, "FULL_OBJECT".equals(answer.header("x-amz-checksum-type")));
        }
    }

    /// An upload in parts.
    record Begun(String id, boolean wholeSum) {}

    /// Servers that do not know a header refuse it so (501, or a complaint about it).
    private static boolean meansUnknown(Refused refused) {
        String message = String.valueOf(refused.getMessage());
        return message.contains("NotImplemented") || message.contains("status 501");
    }
}
