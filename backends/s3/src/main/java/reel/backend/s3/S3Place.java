package reel.backend.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Copying;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.backend.place.Meta;
import reel.backend.place.PartRule;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.PlaceTraits;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.Answer;
import reel.backend.wire.FetchedReading;
import reel.backend.wire.Interruption;
import reel.backend.wire.Keys;
import reel.backend.wire.RangeReading;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;

/// A bucket, or what lies below a prefix of it.
final class S3Place implements Place {
    private static final long MIB = 1 << 20;

    /// Limits of S3: parts of 5 MiB to 5 GiB, 10 000 of them. Whole files up to the smallest part go in one
    /// call.
    private static final PartRule PARTS = new PartRule(false, 5 * MIB, 5 * 1024 * MIB, 10_000, 1, false, 5 * MIB);

    /// Of UTF-8.
    private static final int MOST_KEY_BYTES = 1024;

    /// An object up to this length is fetched as quickly as it is asked about.
    private static final int FETCHED_BYTES = 1 << 20;

    private final Bucket bucket;
    private final MemoryBudget memory;
    private final Keys keys;
    private final S3Entries entries;
    private final S3Listing listing;
    private final S3Copy copy;
    private final S3Creates creates;
    private final Uploads uploads;
    private final PlaceTraits traits;

    private S3Place(Bucket bucket, Keys keys, MemoryBudget memory, int most, S3Options options, long copyWhole) {
        this.bucket = bucket;
        this.keys = keys;
        this.entries = new S3Entries(options.keepsTimes());
        this.listing = new S3Listing(bucket, keys, entries);
        this.copy = new S3Copy(bucket, keys, copyWhole);
        this.creates = new S3Creates(bucket, keys, options.atomicCreate());
        this.memory = memory;
        this.uploads = new Uploads(bucket, memory, options.storageClass());
        this.traits = new PlaceTraits(
                keys.place(),
                PARTS,
                true,
                false,
                creates.areAtomic(),
                options.keepsTimes() ? S3Entries.TIME_STEP : null,
                EnumSet.of(DigestKind.MD5, DigestKind.CRC64NVME, DigestKind.CRC32C),
                keys.rules(),
                most,
                null,
                null,
                this::copy,
                null,
                null,
                options.walks() ? listing::tree : null,
                null,
                null);
    }

    static S3Place open(Location where, PlaceContext context, S3Options options) throws IOException {
        return open(where, context, options, S3Copy.MOST_WHOLE_BYTES);
    }

    /// @param copyWhole objects up to this are copied by one call
    static S3Place open(Location where, PlaceContext context, S3Options options, long copyWhole) throws IOException {
        Keys keys = Keys.of(shown(where), where.path(), MOST_KEY_BYTES);
        Bucket bucket = Bucket.open(where, context, options);
        return new S3Place(bucket, keys, context.memory(), context.most(), options, copyWhole);
    }

    private static String shown(Location where) {
        String shown = where.toString();
        return shown.endsWith("/") ? shown.substring(0, shown.length() - 1) : shown;
    }

    @Override
    public @Nullable Duration roundTrip() {
        return bucket.roundTrip();
    }

    @Override
    public PlaceTraits traits() {
        return traits;
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
        Answer answer =
                bucket.done(Bucket.Ask.of(shown, "HEAD", keys.file(path)).header("x-amz-checksum-mode", "ENABLED"));
        return entries.of(shown, path, answer);
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
        boolean complete = entry.version() != null && (entry.modified() != null || !keepsTimes());
        if (!complete && entry.version() != null && entry.size() > 0 && entry.size() <= FETCHED_BYTES) {
            Reading fetched = FetchedReading.fetch(
                    memory,
                    shown,
                    entry,
                    (offset, length) -> bucket.send(get(shown, key, entry).header("x-amz-checksum-mode", "ENABLED")),
                    answer -> entries.of(shown, entry.path(), answer));
            if (fetched != null) {
                return fetched;
            }
        }
        Entry told = complete ? entry : sameVersion(entry);
        return new RangeReading(shown, told, (offset, length) -> {
            Bucket.Ask ask = get(shown, key, told);
            boolean whole = offset == 0 && length == told.size();
            return bucket.send(whole ? ask : ask.header("Range", "bytes=" + offset + "-" + (offset + length - 1)));
        });
    }

    private static Bucket.Ask get(String shown, String key, Entry told) {
        return Bucket.Ask.of(shown, "GET", key).header("If-Match", told.version());
    }

    /// All that is told of the version of `entry`, which may be of a listing.
    private Entry sameVersion(Entry entry) throws IOException {
        Entry now = statFile(entry.path());
        if (entry.version() != null && !entry.version().equals(now.version())) {
            throw new Conflict(keys.shown(entry.path()), "changed since it was listed", "Run the command again.");
        }
        return now;
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        String key = keys.file(request.path());
        String shown = keys.shown(request.path());
        Interruption.check(shown);
        return S3Writing.begin(shown, key, request, this);
    }

    private Entry copy(Entry from, String to, Copying.Begun begun) throws IOException {
        Entry told = from.version() == null ? statFile(from.path()) : from;
        copy.copy(told, to, null, begun);
        return statFile(to);
    }

    /// The object just published, whose time and type are made those that were wanted where they are others.
    Entry settled(WriteRequest request, java.time.@Nullable Instant modified, Meta meta) throws IOException {
        Entry told = statFile(request.path());
        boolean right = (modified == null || !keepsTimes() || modified.equals(told.modified()))
                && (meta.contentType() == null
                        || meta.contentType().equals(told.meta().contentType()));
        if (right) {
            return told;
        }
        copy.copy(told, request.path(), S3Copy.Given.of(keepsTimes() ? modified : null, meta), token -> {});
        return statFile(request.path());
    }

    boolean keepsTimes() {
        return traits.timeStep() != null;
    }

    Uploads uploads() {
        return uploads;
    }

    S3Creates creates() {
        return creates;
    }

    S3Entries entries() {
        return entries;
    }

    @Override
    public void makeFolder(String path) throws IOException {
        keys.folder(path);
        Interruption.check(keys.shown(path));
    }

    @Override
    public void delete(String path) throws IOException {
        String shown = keys.shown(path);
        try {
            bucket.done(Bucket.Ask.of(shown, "DELETE", keys.file(path)));
        } catch (Missing gone) {
            if (gone.getMessage() != null && gone.getMessage().contains("bucket")) {
                throw gone;
            }
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
