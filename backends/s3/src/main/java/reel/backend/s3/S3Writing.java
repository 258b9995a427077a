package reel.backend.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Coverage;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Answer;
import reel.backend.wire.Crc32cSum;
import reel.backend.wire.Held;
import reel.backend.wire.Interruption;
import reel.backend.wire.Lasting;
import reel.backend.wire.Xml;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;

/// An object being written: a small one is held until one call sends it, a large one goes as parts of an upload.
final class S3Writing implements Writing {
    /// What services make ids of uploads of.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,1024}");

    private final String shown;
    private final String key;
    private final WriteRequest request;
    private final S3Place place;
    private final Uploads uploads;
    private final Bucket bucket;
    private final Coverage coverage = new Coverage();

    /// By number, from 1.
    private final TreeMap<Integer, Stored> parts = new TreeMap<>();

    private @Nullable Held held;
    private Uploads.@Nullable Begun upload;
    private boolean ended;

    /// @param sum CRC-32C, hexadecimal; null where an earlier process sent it and the server does not tell
    private record Stored(String tag, @Nullable String sum, long bytes) {}

    private S3Writing(String shown, String key, WriteRequest request, S3Place place) {
        this.shown = shown;
        this.key = key;
        this.request = request;
        this.place = place;
        this.uploads = place.uploads();
        this.bucket = place.uploads().bucket();
    }

    static S3Writing begin(String shown, String key, WriteRequest request, S3Place place) throws IOException {
        S3Writing writing = new S3Writing(shown, key, request, place);
        @Nullable String token = request.resume();
        if (token != null) {
            writing.goOn(token);
        } else if (request.size() > place.traits().parts().whole()
                || request.size() > request.partSize() && request.partSize() > 0) {
            writing.upload();
        }
        return writing;
    }

    private void goOn(String token) throws IOException {
        if (!TOKEN.matcher(token).matches() || token.contains("..")) {
            throw new Refused(shown, "the token of its unfinished upload is none", "Transfer it again.");
        }
        boolean whole = false;
        @Nullable String marker = null;
        do {
            Bucket.Ask ask = ask("GET").query("uploadId", token, "max-parts", "1000");
            Xml page = bucket.ask(marker == null ? ask : ask.query("part-number-marker", marker));
            whole = "FULL_OBJECT".equals(page.text("ChecksumType"));
            for (Xml part : page.all("Part")) {
                int number = (int) part.number(shown, "PartNumber");
                @Nullable String sum = Held.hex(DigestKind.CRC32C, part.text("ChecksumCRC32C"));
                Stored stored = new Stored(part.require(shown, "ETag"), sum, part.number(shown, "Size"));
                if (stored.bytes() == lengthOf(number)) {
                    parts.put(number, stored);
                    coverage.add(offsetOf(number), stored.bytes());
                }
            }
            boolean more = "true".equals(page.text("IsTruncated"));
            @Nullable String next = more ? page.require(shown, "NextPartNumberMarker") : null;
            if (next != null && next.equals(marker)) {
                throw new Corrupt(shown, -1, "where its parts go on", "nothing", "Transfer it again.", null);
            }
            marker = next;
        } while (marker != null);
        Uploads.Begun begun = new Uploads.Begun(token, whole);
        if (parts.isEmpty()) {
            // Nothing to go on with; some servers tell an ended upload so, too.
            discard(begun);
            throw new Missing(shown, "its unfinished upload has no parts", "Transfer it again.");
        }
        upload = begun;
    }

    private long offsetOf(int number) {
        return (number - 1L) * request.partSize();
    }

    /// What a part of this number must have; the last one's is whatever it is where the size is not known.
    private long lengthOf(int number) {
        return request.size() == Entry.UNKNOWN
                ? request.partSize()
                : Math.min(request.partSize(), request.size() - offsetOf(number));
    }

    private Bucket.Ask ask(String method) {
        return Bucket.Ask.of(shown, method, key);
    }

    private synchronized Uploads.Begun upload() throws IOException {
        Uploads.Begun known = upload;
        if (known == null) {
            known = uploads.begin(
                    ask("POST").query("uploads", "").headers(uploads.description(request.modified(), request.meta())));
            upload = known;
        }
        return known;
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        place.traits().parts().require(request, offset, bytes.size());
        Interruption.check(shown);
        if (holds(offset, bytes.size())) {
            return;
        }
        if (hold(offset, bytes)) {
            return;
        }
        int number = request.partSize() <= 0 ? 1 : Math.toIntExact(offset / request.partSize() + 1);
        String sum = Held.digest(uploads.memory(), bytes, DigestKind.CRC32C);
        Uploads.Begun begun = upload();
        Answer answer = uploads.send(
                ask("PUT").query("partNumber", Integer.toString(number), "uploadId", begun.id()), bytes, sum);
        @Nullable String tag = answer.header("etag");
        if (tag == null) {
            throw new Corrupt(
                    shown, offset, "the stored part's ETag", "none", "Check that the endpoint speaks S3.", null);
        }
        synchronized (this) {
            parts.put(number, new Stored(tag, sum, bytes.size()));
            coverage.add(offset, bytes.size());
        }
    }

    /// An empty part of an empty file needs no call.
    private static boolean holds(long offset, long length) {
        return offset == 0 && length == 0;
    }

    /// Whether the bytes are all of a small file and are kept until it is published.
    private synchronized boolean hold(long offset, Source bytes) throws IOException {
        boolean all = request.size() == Entry.UNKNOWN
                ? offset == 0 && bytes.size() < request.partSize()
                : bytes.size() == request.size();
        if (upload != null || !all || bytes.size() > place.traits().parts().whole()) {
            return false;
        }
        @Nullable Held copy = Held.copy(uploads.memory(), bytes);
        if (copy == null) {
            return false;
        }
        if (held != null) {
            held.close();
        }
        held = copy;
        coverage.add(offset, bytes.size());
        return true;
    }

    @Override
    public synchronized @Nullable String token() {
        return upload == null ? null : upload.id();
    }

    @Override
    public synchronized Map<Long, Long> stored() {
        Map<Long, Long> stored = new TreeMap<>();
        parts.forEach((number, part) -> stored.put(offsetOf(number), part.bytes()));
        return request.resume() == null ? Map.of() : Map.copyOf(stored);
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        coverage.requireWhole(request.path(), request.size());
        Entry published =
                upload == null ? publishHeld(modified, meta, expected) : publishParts(modified, meta, expected);
        release();
        return published;
    }

    private Entry publishHeld(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
            throws IOException {
        Held all = held == null ? Held.nothing() : held;
        all.check(shown, expected);
        Bucket.Ask put = ask("PUT").headers(uploads.description(modified, meta));
        if (request.existing() == WriteRequest.Existing.FAIL) {
            put = created(put, false);
        }
        Answer answer = uploads.send(put, all.bytes(), all.digest(DigestKind.CRC32C));
        @Nullable String tag = answer.header("etag");
        boolean told = modified != null
                && place.keepsTimes()
                && tag != null
                && answer.header("x-amz-server-side-encryption-aws-kms-key-id") == null;
        if (tag == null || !told) {
            return place.settled(request, modified, meta);
        }
        return place.entries().written(request.path(), all.bytes().size(), modified, tag, meta);
    }

    private Bucket.Ask created(Bucket.Ask write, boolean inParts) throws IOException {
        return place.creates().conditional(write, inParts);
    }

    private Entry publishParts(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
            throws IOException {
        Uploads.Begun begun = upload();
        List<S3Xml.Part> made = new ArrayList<>();
        synchronized (this) {
            parts.forEach((number, part) -> made.add(new S3Xml.Part(
                    number, part.tag(), begun.wholeSum() && part.sum() != null ? Held.base64(part.sum()) : null)));
        }
        @Nullable String sum = wholeSum();
        @Nullable String wanted = expected.get(DigestKind.CRC32C);
        if (sum != null && wanted != null && !wanted.equalsIgnoreCase(sum)) {
            throw Held.mismatch(shown, DigestKind.CRC32C, wanted, sum);
        }
        Bucket.Ask post = ask("POST").query("uploadId", begun.id()).body(S3Xml.complete(made));
        if (begun.wholeSum() && sum != null) {
            post = post.header("x-amz-checksum-type", "FULL_OBJECT").header(Uploads.SUM_HEADER, Held.base64(sum));
        }
        if (request.existing() == WriteRequest.Existing.FAIL) {
            post = created(post, true);
        }
        complete(post);
        return place.settled(request, modified, meta);
    }

    private void complete(Bucket.Ask post) throws IOException {
        try {
            bucket.ask(post);
        } catch (Missing gone) {
            // The answer to an earlier try may have been lost on its way back.
            if (!isPublished()) {
                throw gone;
            }
        } catch (Conflict there) {
            if (!isPublished()) {
                throw there;
            }
        }
        synchronized (this) {
            ended = true;
        }
    }

    /// Whether the object there is the one these parts make.
    private boolean isPublished() throws IOException {
        @Nullable
        String tag = S3Tags.ofParts(parts.values().stream().map(Stored::tag).toList());
        if (tag == null) {
            return false;
        }
        try {
            @Nullable String there = bucket.done(ask("HEAD")).header("etag");
            return there != null && there.replace("\"", "").equals(tag);
        } catch (Missing none) {
            return false;
        }
    }

    /// Of all parts; null where one's is not known.
    private synchronized @Nullable String wholeSum() {
        int sum = 0;
        for (Stored part : parts.values()) {
            @Nullable String one = part.sum();
            if (one == null) {
                return null;
            }
            sum = Crc32cSum.join(sum, HexFormat.fromHexDigits(one), part.bytes());
        }
        return HexFormat.of().toHexDigits(sum);
    }

    @Override
    public synchronized void suspend() {
        ended = true;
    }

    @Override
    public void close() throws IOException {
        Uploads.@Nullable Begun begun;
        synchronized (this) {
            begun = ended ? null : upload;
            ended = true;
        }
        release();
        if (begun != null) {
            // Parts of an upload that nobody ends are paid for until somebody does: also where the thread was
            // interrupted, which would keep it from calling.
            Lasting.run(() -> discard(begun));
        }
    }

    private void discard(Uploads.Begun begun) throws IOException {
        try {
            bucket.done(ask("DELETE").query("uploadId", begun.id()));
        } catch (Missing gone) {
            // Somebody else ended it.
        }
    }

    private synchronized void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
