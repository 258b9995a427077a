package reel.backend.azure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
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
import reel.backend.wire.Held;
import reel.backend.wire.Interruption;
import reel.backend.wire.Lasting;
import reel.backend.wire.Xml;
import reel.stream.Missing;
import reel.stream.Refused;

/// A blob being written: a small one is held until one call sends it, a large one goes as blocks, joined by a
/// list.
///
/// Blocks that are not listed yet belong to the blob's name, not to who sent them; so their ids begin with a
/// token of this writing, and two writers never mix. Nobody can remove such blocks, which vanish by
/// themselves after a week; a writing that is given up leaves one more, by which nobody goes on with it.
final class AzureWriting implements Writing {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{16}");

    /// Behind every number that a block can have.
    private static final int GIVEN_UP = 99_999;

    private final String shown;
    private final String key;
    private final WriteRequest request;
    private final AzurePlace place;
    private final Container container;
    private final String token;
    private final Coverage coverage = new Coverage();
    private final TreeSet<Integer> blocks = new TreeSet<>();
    private final Map<Long, Long> found = new TreeMap<>();
    private @Nullable Held held;
    private boolean ended;

    private AzureWriting(String shown, String key, WriteRequest request, AzurePlace place, String token) {
        this.shown = shown;
        this.key = key;
        this.request = request;
        this.place = place;
        this.container = place.container();
        this.token = token;
    }

    static AzureWriting begin(String shown, String key, WriteRequest request, AzurePlace place) throws IOException {
        @Nullable String resume = request.resume();
        if (resume == null) {
            String fresh =
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            return new AzureWriting(shown, key, request, place, fresh);
        }
        if (!TOKEN.matcher(resume).matches()) {
            throw new Refused(shown, "the token of its unfinished upload is none", "Transfer it again.");
        }
        AzureWriting writing = new AzureWriting(shown, key, request, place, resume);
        writing.goOn();
        return writing;
    }

    private void goOn() throws IOException {
        Xml list = container.ask(ask("GET").query("comp", "blocklist", "blocklisttype", "uncommitted"));
        @Nullable Xml uncommitted = list.child("UncommittedBlocks");
        for (Xml block : uncommitted == null ? java.util.List.<Xml>of() : uncommitted.all("Block")) {
            int number = number(block.require(shown, "Name"));
            long bytes = block.number(shown, "Size");
            long offset = number * request.partSize();
            if (number == GIVEN_UP) {
                found.clear();
                break;
            }
            if (number >= 0 && bytes == lengthAt(offset)) {
                found.put(offset, bytes);
                blocks.add(number);
                coverage.add(offset, bytes);
            }
        }
        if (found.isEmpty()) {
            throw new Missing(shown, "its unfinished upload is gone", "Transfer it again.");
        }
    }

    private long lengthAt(long offset) {
        return request.size() == Entry.UNKNOWN
                ? request.partSize()
                : Math.min(request.partSize(), request.size() - offset);
    }

    private Container.Ask ask(String method) {
        return Container.Ask.of(shown, method, key);
    }

    /// All ids of a blob have the same length.
    private String id(int number) {
        String plain = "%s-%05d".formatted(token, number);
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /// -1 for a block of somebody else.
    private int number(String id) {
        try {
            String plain = new String(Base64.getDecoder().decode(id), StandardCharsets.US_ASCII);
            return plain.matches(token + "-\\d{5}") ? Integer.parseInt(plain.substring(token.length() + 1)) : -1;
        } catch (IllegalArgumentException foreign) {
            return -1;
        }
    }

    @Override
    public void write(long offset, Source bytes) throws IOException {
        place.traits().parts().require(request, offset, bytes.size());
        Interruption.check(shown);
        if (bytes.size() == 0 || hold(offset, bytes)) {
            return;
        }
        int number = request.partSize() <= 0 ? 0 : Math.toIntExact(offset / request.partSize());
        send(number, bytes);
        synchronized (this) {
            blocks.add(number);
            coverage.add(offset, bytes.size());
        }
    }

    private void send(int number, Source bytes) throws IOException {
        String md5 = Held.base64(Held.digest(place.memory(), bytes, DigestKind.MD5));
        container.done(ask("PUT")
                .query("comp", "block", "blockid", id(number))
                .header("Content-MD5", md5)
                .body(bytes));
    }

    /// Whether the bytes are all of a small file and are kept until it is published.
    private synchronized boolean hold(long offset, Source bytes) throws IOException {
        boolean all = request.size() == Entry.UNKNOWN
                ? offset == 0 && bytes.size() < request.partSize()
                : bytes.size() == request.size();
        if (!blocks.isEmpty() || !all || bytes.size() > place.traits().parts().whole()) {
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

    /// Null for a small file, of which nothing is sent before its end.
    @Override
    public synchronized @Nullable String token() {
        return blocks.isEmpty() ? null : token;
    }

    @Override
    public Map<Long, Long> stored() {
        return Map.copyOf(found);
    }

    @Override
    public Entry publish(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected) throws IOException {
        coverage.requireWhole(request.path(), request.size());
        Entry published =
                blocks.isEmpty() ? publishHeld(modified, meta, expected) : publishBlocks(modified, meta, expected);
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
        String md5 = Held.base64(all.digest(DigestKind.MD5));
        Answer answer = container.done(described(modified, meta, md5)
                .header("x-ms-blob-type", "BlockBlob")
                .header("Content-MD5", md5)
                .body(all.bytes()));
        return told(modified, meta, md5, answer);
    }

    private Entry publishBlocks(@Nullable Instant modified, Meta meta, Map<DigestKind, String> expected)
            throws IOException {
        StringBuilder list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        synchronized (this) {
            for (int number : blocks) {
                list.append("<Uncommitted>").append(id(number)).append("</Uncommitted>");
            }
        }
        list.append("</BlockList>");
        @Nullable String hex = expected.get(DigestKind.MD5);
        @Nullable String md5 = hex == null ? null : Held.base64(hex);
        Answer answer = container.done(described(modified, meta, md5)
                .query("comp", "blocklist")
                .body(Source.of(list.toString().getBytes(StandardCharsets.UTF_8))));
        return told(modified, meta, md5, answer);
    }

    private Entry told(@Nullable Instant modified, Meta meta, @Nullable String md5, Answer answer) {
        return BlobEntries.written(request.path(), coverage.end(), modified, type(meta), md5, answer);
    }

    private static String type(Meta meta) {
        return meta.contentType() == null ? "application/octet-stream" : meta.contentType();
    }

    /// @param md5 of the whole file, which the service keeps; of what comes in blocks it does not check it
    private Container.Ask described(@Nullable Instant modified, Meta meta, @Nullable String md5) {
        return ask("PUT")
                .header(BlobEntries.TIME_HEADER, modified == null ? null : modified.toString())
                .header("x-ms-blob-content-type", type(meta))
                .header("x-ms-blob-content-md5", md5)
                .header("x-ms-access-tier", place.tier())
                .header("If-None-Match", request.existing() == WriteRequest.Existing.FAIL ? "*" : null);
    }

    @Override
    public synchronized void suspend() {
        ended = true;
    }

    @Override
    public void close() throws IOException {
        boolean giveUp;
        synchronized (this) {
            giveUp = !ended && !blocks.isEmpty();
            ended = true;
        }
        release();
        if (giveUp) {
            Lasting.run(() -> send(GIVEN_UP, Source.of(new byte[1])));
        }
    }

    private synchronized void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
