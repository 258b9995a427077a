package reel.backend.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.wire.Answer;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Transient;

/// A resumable upload: bytes in order, of which the server says how many it has, until the last ones make the
/// object.
final class Session {
    /// What is not the end of an upload comes in multiples of this.
    static final long GRAIN_BYTES = 256 << 10;

    /// What the service makes ids of.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,2048}");

    private static final Pattern ID_IN_ADDRESS = Pattern.compile("[?&]upload_id=([A-Za-z0-9_-]{8,2048})(?:&|$)");
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

    /// Answers to a part that took nothing of it, one after the other, before it is left for later.
    private static final int MOST_IDLE = 3;

    private final String shown;
    private final GcsBucket bucket;
    private final String id;

    private Session(String shown, GcsBucket bucket, String id) {
        this.shown = shown;
        this.bucket = bucket;
        this.id = id;
    }

    static Session begin(String shown, GcsBucket bucket, JsonObject description, boolean onlyNew) throws IOException {
        GcsBucket.Ask post = bucket.uploads(shown, "POST")
                .query("uploadType", "resumable")
                .query("ifGenerationMatch", onlyNew ? "0" : null)
                .json(description);
        try (Answer answer = bucket.send(post)) {
            @Nullable String address = answer.header("location");
            Matcher told = ID_IN_ADDRESS.matcher(address == null ? "" : address);
            if (!told.find()) {
                throw Json.wrong(shown, "the address of an upload", "none");
            }
            return new Session(shown, bucket, told.group(1));
        }
    }

    static Session of(String shown, GcsBucket bucket, String id) throws Refused {
        if (!ID.matcher(id).matches()) {
            throw new Refused(shown, "the token of its unfinished upload is none", "Transfer it again.");
        }
        return new Session(shown, bucket, id);
    }

    String id() {
        return id;
    }

    private GcsBucket.Ask put() {
        return bucket.uploads(shown, "PUT").query("uploadType", "resumable").query("upload_id", id);
    }

    /// How many bytes the server has.
    long stored() throws IOException {
        try (Answer answer = bucket.once(put().header("Content-Range", "bytes */*"))) {
            return persisted(answer);
        }
    }

    private long persisted(Answer answer) throws IOException {
        if (answer.status() != 308) {
            if (answer.succeeded()) {
                throw new Missing(shown, "its unfinished upload has ended", "Transfer it again.");
            }
            throw GcsFailure.read(shown, answer).meaning();
        }
        @Nullable String range = answer.header("range");
        if (range == null) {
            return 0;
        }
        Matcher told = RANGE.matcher(range);
        if (!told.matches()) {
            throw Json.wrong(shown, "how many bytes the server has", range);
        }
        return Long.parseLong(told.group(1)) + 1;
    }

    /// Sends bytes that are not the end, a multiple of [#GRAIN_BYTES]; the server may take them in several goes.
    void send(long offset, Source bytes) throws IOException {
        long end = offset + bytes.size();
        long at = offset;
        int idle = 0;
        while (at < end) {
            Source rest = at == offset ? bytes : new Part(bytes, at - offset, end - at);
            String range = "bytes " + at + "-" + (end - 1) + "/*";
            try (Answer answer =
                    bucket.once(put().header("Content-Range", range).body(rest))) {
                long now = persisted(answer);
                if (now < offset || now > end) {
                    throw Json.wrong(shown, "up to " + end + " bytes", now + " on the server");
                }
                idle = now > at ? 0 : idle + 1;
                at = now;
            }
            if (idle > MOST_IDLE) {
                throw new Transient(shown, "the server takes no bytes now", null, null);
            }
        }
    }

    /// Sends the last bytes, which may be none, and makes the object.
    ///
    /// @param sum CRC-32C of all bytes, base 64; null where it is not known
    JsonObject finish(long offset, Source tail, @Nullable String sum) throws IOException {
        long size = offset + tail.size();
        String range = tail.size() == 0 ? "bytes */" + size : "bytes " + offset + "-" + (size - 1) + "/" + size;
        GcsBucket.Ask last = put().header("Content-Range", range).body(tail);
        try (Answer answer = bucket.once(sum == null ? last : last.header("X-Goog-Hash", "crc32c=" + sum))) {
            if (answer.succeeded()) {
                return GcsBucket.json(shown, answer);
            }
            if (answer.status() == 308) {
                throw new Transient(shown, "the server did not take the last bytes", null, null);
            }
            throw GcsFailure.read(shown, answer).meaning();
        }
    }

    /// Ends it; what was sent is gone.
    void cancel() throws IOException {
        GcsBucket.Ask delete = new GcsBucket.Ask(shown, "DELETE", put().path(), put().query(), Map.of(), null);
        try (Answer answer = bucket.once(delete)) {
            // "Client closed request" is what success is called here.
            if (answer.status() != 499 && !answer.succeeded() && answer.status() != 404 && answer.status() != 410) {
                throw GcsFailure.read(shown, answer).meaning();
            }
        }
    }

    /// Some bytes of a source.
    record Part(Source whole, long from, long size) implements Source {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            whole.read(from + offset, into);
        }

        @Override
        public @Nullable MemorySegment memory() {
            @Nullable MemorySegment all = whole.memory();
            return all == null ? null : all.asSlice(from, size);
        }
    }
}
