package reel.backend.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.backend.place.Meta;
import reel.backend.place.NameRules;
import reel.backend.place.PartRule;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Interruption;
import reel.backend.wire.Keys;
import reel.backend.wire.RangeReading;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;

/// A bucket, or what lies below a prefix of it.
final class GcsPlace implements Place {
    private static final long MIB = 1 << 20;

    /// Resumable uploads: in order, in multiples of 256 KiB. Small files go in one call.
    private static final PartRule PARTS =
            new PartRule(false, Session.GRAIN_BYTES, 1 << 30, Integer.MAX_VALUE, Session.GRAIN_BYTES, true, 4 * MIB);

    /// Of UTF-8.
    private static final int MOST_NAME_BYTES = 1024;

    private final GcsBucket bucket;
    private final Keys keys;
    private final GcsListing listing;
    private final GcsOptions options;
    private final MemoryBudget memory;
    private final PlaceTraits traits;

    private GcsPlace(GcsBucket bucket, Keys keys, GcsOptions options, PlaceContext context) {
        this.bucket = bucket;
        this.keys = keys;
        this.listing = new GcsListing(bucket, keys);
        this.options = options;
        this.memory = context.memory();
        this.traits = new PlaceTraits(
                keys.place(),
                PARTS,
                true,
                false,
                true,
                Duration.ofNanos(1),
                EnumSet.of(DigestKind.MD5, DigestKind.CRC32C),
                keys.rules(),
                context.most(),
                null,
                null,
                (from, to, begun) -> copy(from, to),
                null,
                null,
                options.walks() ? listing::tree : null,
                null,
                null);
    }

    static GcsPlace open(Location where, PlaceContext context, GcsOptions options) throws IOException {
        String shown = where.toString();
        String name = shown.endsWith("/") ? shown.substring(0, shown.length() - 1) : shown;
        Keys plain = Keys.of(name, where.path(), MOST_NAME_BYTES);
        int left = plain.rules().pathBytes();
        // The service refuses line breaks.
        Keys keys = new Keys(name, plain.root(), new NameRules(false, "\r\n", false, left, left));
        return new GcsPlace(GcsBucket.open(where, context, options), keys, options, context);
    }

    @Override
    public @Nullable Duration roundTrip() {
        return bucket.roundTrip();
    }

    @Override
    public PlaceTraits traits() {
        return traits;
    }

    GcsBucket bucket() {
        return bucket;
    }

    MemoryBudget memory() {
        return memory;
    }

    @Nullable
    String storageClass() {
        return options.storageClass();
    }

    @Override
    public Entry stat(String path) throws IOException {
        String shown = keys.shown(path);
        if (path.isEmpty()) {
            listing.any(shown, keys.folder(path));
            return Entry.folder("", null, Meta.NONE);
        }
        try {
            return statFile(path);
        } catch (Missing none) {
            if (listing.any(shown, keys.folder(path))) {
                return Entry.folder(path, null, Meta.NONE);
            }
            throw none;
        }
    }

    private Entry statFile(String path) throws IOException {
        String shown = keys.shown(path);
        return told(
                path, bucket.ask(bucket.object(shown, "GET", keys.file(path)).query("fields", GcsEntries.FIELDS)));
    }

    Entry told(String path, JsonObject object) throws IOException {
        return GcsEntries.of(keys.shown(path), path, object);
    }

    @Override
    public void list(String folder, Consumer<Entry> sink) throws IOException {
        listing.children(folder, sink);
    }

    @Override
    public Reading open(Entry entry) throws IOException {
        String shown = keys.shown(entry.path());
        String key = keys.file(entry.path());
        RangeReading.requireFile(shown, entry);
        Interruption.check(shown);
        Entry told = entry.version() == null ? statFile(entry.path()) : entry;
        GcsBucket.Ask ask = bucket.object(shown, "GET", key)
                .query("alt", "media")
                .query("ifGenerationMatch", told.version())
                // Or the server unpacks what was stored packed, and sizes no longer hold.
                .header("Accept-Encoding", "gzip");
        return new RangeReading(shown, told, (offset, length) -> {
            boolean whole = offset == 0 && length == told.size();
            return bucket.send(whole ? ask : ask.header("Range", "bytes=" + offset + "-" + (offset + length - 1)));
        });
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        String key = keys.file(request.path());
        String shown = keys.shown(request.path());
        Interruption.check(shown);
        return GcsWriting.begin(shown, key, request, this);
    }

    /// The object just published, with the time that was wanted where it is another.
    Entry settled(String key, Entry published, @Nullable Instant modified, Meta meta) throws IOException {
        boolean right = (modified == null || modified.equals(published.modified()))
                && (meta.contentType() == null
                        || meta.contentType().equals(published.meta().contentType()));
        if (right) {
            return published;
        }
        Meta wanted = meta.contentType() == null ? published.meta() : meta;
        GcsBucket.Ask patch = bucket.object(keys.shown(published.path()), "PATCH", key)
                .query("ifGenerationMatch", Objects.requireNonNull(published.version()))
                .query("fields", GcsEntries.FIELDS)
                .json(GcsEntries.describe(null, modified, wanted, null));
        return told(published.path(), bucket.ask(patch));
    }

    private Entry copy(Entry from, String to) throws IOException {
        Entry source = from.version() == null ? statFile(from.path()) : from;
        String shown = keys.shown(to);
        String path =
                "/storage/v1" + bucket.resource(keys.file(from.path())) + "/rewriteTo" + bucket.resource(keys.file(to));
        GcsBucket.Ask first = bucket.objects(shown, "POST");
        GcsBucket.Ask rewrite = new GcsBucket.Ask(shown, "POST", path, first.query(), first.headers(), null)
                .query("ifSourceGenerationMatch", source.version());
        JsonObject answer = bucket.ask(rewrite);
        while (!"true".equals(Json.text(answer, "done"))) {
            answer = bucket.ask(rewrite.query("rewriteToken", Json.require(shown, answer, "rewriteToken")));
        }
        @Nullable JsonObject made = Json.object(answer, "resource");
        return made == null ? statFile(to) : told(to, made);
    }

    @Override
    public void makeFolder(String path) throws IOException {
        keys.folder(path);
        Interruption.check(keys.shown(path));
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            bucket.send(bucket.object(keys.shown(path), "DELETE", keys.file(path)))
                    .close();
        } catch (Missing gone) {
            if (String.valueOf(gone.getMessage()).contains("no such bucket")) {
                throw gone;
            }
        }
    }

    /// Removes one version of an object, if it is still the one.
    void deleteVersion(String key, Entry entry) throws IOException {
        try {
            bucket.send(bucket.object(keys.shown(entry.path()), "DELETE", key)
                            .query("ifGenerationMatch", entry.version()))
                    .close();
        } catch (Missing | Conflict replaced) {
            // Somebody else took its place.
        }
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        keys.folder(path);
        Interruption.check(keys.shown(path));
    }

    @Override
    public void close() {
        bucket.close();
    }
}
