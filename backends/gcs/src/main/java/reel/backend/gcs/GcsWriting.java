package reel.backend.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Coverage;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Meta;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Crc32cSum;
import reel.backend.wire.Held;
import reel.backend.wire.Interruption;
import reel.backend.wire.Lasting;
import reel.stream.Refused;

/// An object being written: a small one is held until one call sends it, a large one goes through a session.
///
/// A session makes the object with its last bytes; so the end of a file that is no multiple of the grain
/// waits, less than 256 KiB, until it is published.
final class GcsWriting implements Writing {
    private final String shown;
    private final String key;
    private final WriteRequest request;
    private final GcsPlace place;
    private final Coverage coverage = new Coverage();
    private @Nullable Held held;
    private byte[] tail = {};
    private @Nullable Session session;
    private long sent;

    /// CRC-32C of what was sent, where this process sent all of it.
    private int sum;

    private boolean sumKnown = true;

    /// How much the server had when this process went on with the file.
    private long found;

    private boolean ended;

    private GcsWriting(String shown, String key, WriteRequest request, GcsPlace place) {
        this.shown = shown;
        this.key = key;
        this.request = request;
        this.place = place;
    }

    static GcsWriting begin(String shown, String key, WriteRequest request, GcsPlace place) throws IOException {
        GcsWriting writing = new GcsWriting(shown, key, request, place);
        @Nullable String token = request.resume();
        if (token != null) {
            writing.goOn(token);
        } else if (request.size() > place.traits().parts().whole()
                || request.size() > request.partSize() && request.partSize() > 0) {
            writing.session();
        }
        return writing;
    }

    private void goOn(String token) throws IOException {
        Session before = Session.of(shown, place.bucket(), token);
        long stored = before.stored();
        // What is not a whole part is sent again, from where the server is.
        found = request.partSize() <= 0 ? 0 : stored / request.partSize() * request.partSize();
        sent = stored;
        sumKnown = stored == 0;
        coverage.add(0, found);
        session = before;
    }

    private synchronized Session session() throws IOException {
        Session known = session;
        if (known == null) {
            JsonObject description = GcsEntries.describe(key, request.modified(), request.meta(), place.storageClass());
            known = Session.begin(shown, place.bucket(), description, request.existing() == WriteRequest.Existing.FAIL);
            session = known;
        }
        return known;
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        place.traits().parts().require(request, offset, bytes.size());
        Interruption.check(shown);
        if (bytes.size() == 0 || hold(offset, bytes)) {
            return;
        }
        Session open = session();
        if (sent < offset) {
            // The server forgot some: only an expired or foreign session does.
            throw new Refused(shown, "parts must come one after the other; byte " + sent + " is next");
        }
        long whole = bytes.size() / Session.GRAIN_BYTES * Session.GRAIN_BYTES;
        if (sent > offset) {
            sent = open.stored();
        }
        if (sent < offset + whole) {
            long skip = Math.max(0, sent - offset);
            Source rest = new Session.Part(bytes, skip, whole - skip);
            try {
                open.send(offset + skip, rest);
            } catch (IOException cut) {
                // How much arrived is asked before the part comes again.
                sent = Math.max(sent, offset + 1);
                throw cut;
            }
        }
        summed(offset, bytes, whole);
        sent = Math.max(sent, offset + whole);
        coverage.add(offset, bytes.size());
    }

    private void summed(long offset, Source bytes, long whole) throws IOException {
        tail = new byte[Math.toIntExact(bytes.size() - whole)];
        bytes.read(whole, MemorySegment.ofArray(tail));
        if (sumKnown && coverage.end() == offset) {
            String part = Held.digest(place.memory(), bytes, DigestKind.CRC32C);
            sum = Crc32cSum.join(sum, HexFormat.fromHexDigits(part), bytes.size());
        }
    }

    /// Whether the bytes are all of a small file and are kept until it is published.
    private synchronized boolean hold(long offset, Source bytes) throws IOException {
        boolean all = request.size() == Entry.UNKNOWN
                ? offset == 0 && bytes.size() < request.partSize()
                : bytes.size() == request.size();
        if (session != null || !all || bytes.size() > place.traits().parts().whole()) {
            return false;
        }
        @Nullable Held copy = Held.copy(place.memory(), bytes);
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

    /// The id of the session. It opens nothing but this one unfinished object, for a week.
    @Override
    public synchronized @Nullable String token() {
        return session == null ? null : session.id();
    }

    @Override
    public Map<Long, Long> stored() {
        Map<Long, Long> parts = new java.util.TreeMap<>();
        for (long at = 0; at < found; at += request.partSize()) {
            parts.put(at, request.partSize());
        }
        return parts;
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        coverage.requireWhole(request.path(), request.size());
        Session open = session;
        Entry published =
                open == null ? publishHeld(modified, meta, expected) : publishSession(open, modified, meta, expected);
        synchronized (this) {
            ended = true;
        }
        release();
        return published;
    }

    private Entry publishHeld(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
            throws IOException {
        Held all = held == null ? Held.nothing() : held;
        all.check(shown, expected);
        JsonObject description = GcsEntries.describe(key, modified, meta, place.storageClass());
        description.addProperty("crc32c", Held.base64(all.digest(DigestKind.CRC32C)));
        Related body = Related.of(description, all.bytes());
        GcsBucket.Ask post = place.bucket()
                .uploads(shown, "POST")
                .query("uploadType", "multipart")
                .query("ifGenerationMatch", request.existing() == WriteRequest.Existing.FAIL ? "0" : null)
                .query("fields", GcsEntries.FIELDS)
                .header("Content-Type", body.type())
                .body(body);
        return place.told(request.path(), place.bucket().ask(post));
    }

    private Entry publishSession(Session open, @Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
            throws IOException {
        String own = HexFormat.of().toHexDigits(sum);
        @Nullable String wanted = expected.get(DigestKind.CRC32C);
        if (sumKnown && wanted != null && !wanted.toLowerCase(Locale.ROOT).equals(own)) {
            throw Held.mismatch(shown, DigestKind.CRC32C, wanted, own);
        }
        @Nullable String known = sumKnown ? own : wanted;
        JsonObject made =
                open.finish(coverage.end() - tail.length, Source.of(tail), known == null ? null : Held.base64(known));
        Entry published = place.told(request.path(), made);
        for (DigestKind kind : new DigestKind[] {DigestKind.CRC32C, DigestKind.MD5}) {
            @Nullable String told = published.digests().get(kind);
            @Nullable String right = kind == DigestKind.CRC32C && known != null ? known : expected.get(kind);
            if (told != null && right != null && !told.equalsIgnoreCase(right)) {
                place.deleteVersion(key, published);
                throw Held.mismatch(shown, kind, right, told);
            }
        }
        return place.settled(key, published, modified, meta);
    }

    @Override
    public synchronized void suspend() {
        ended = true;
    }

    @Override
    public void close() throws IOException {
        @Nullable Session open;
        synchronized (this) {
            open = ended ? null : session;
            ended = true;
        }
        release();
        if (open != null) {
            Session left = open;
            Lasting.run(left::cancel);
        }
    }

    private synchronized void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
