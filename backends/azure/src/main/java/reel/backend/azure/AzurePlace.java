package reel.backend.azure;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/// A container, or what lies below a prefix of it.
final class AzurePlace implements Place {
    private static final long MIB = 1 << 20;

    /// Limits of block blobs: blocks of any size up to 4000 MiB, 50 000 of them. Small files go in one call.
    private static final PartRule PARTS = new PartRule(false, 1, 4000 * MIB, 50_000, 1, false, 4 * MIB);

    /// Of UTF-8; the service counts characters and takes a little more.
    private static final int MOST_NAME_BYTES = 1024;

    /// The service makes a slash of a backslash, and XML cannot hold most control characters.
    private static final String FORBIDDEN =
            "\\\u007f" + IntStream.range(1, ' ').mapToObj(Character::toString).collect(Collectors.joining());

    private final Container container;
    private final Keys keys;
    private final BlobListing listing;
    private final AzureOptions options;
    private final MemoryBudget memory;
    private final PlaceTraits traits;

    private AzurePlace(Container container, Keys keys, AzureOptions options, PlaceContext context) {
        this.container = container;
        this.keys = keys;
        this.listing = new BlobListing(container, keys);
        this.options = options;
        this.memory = context.memory();
        this.traits = new PlaceTraits(
                keys.place(),
                PARTS,
                true,
                false,
                true,
                Duration.ofNanos(1),
                EnumSet.of(DigestKind.MD5),
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

    static AzurePlace open(Location where, String name, String below, PlaceContext context, AzureOptions options)
            throws IOException {
        String shown = where.toString();
        String place = shown.endsWith("/") ? shown.substring(0, shown.length() - 1) : shown;
        Keys plain = Keys.of(place, below, MOST_NAME_BYTES);
        int left = plain.rules().pathBytes();
        Keys keys = new Keys(place, plain.root(), new NameRules(false, FORBIDDEN, false, left, left));
        return new AzurePlace(Container.open(where, name, context, options), keys, options, context);
    }

    @Override
    public @Nullable Duration roundTrip() {
        return container.roundTrip();
    }

    @Override
    public PlaceTraits traits() {
        return traits;
    }

    Container container() {
        return container;
    }

    MemoryBudget memory() {
        return memory;
    }

    @Nullable
    String tier() {
        return options.tier();
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

    Entry statFile(String path) throws IOException {
        String shown = keys.shown(path);
        return BlobEntries.of(shown, path, container.done(Container.Ask.of(shown, "HEAD", keys.file(path))));
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
        return new RangeReading(shown, told, (offset, length) -> {
            try {
                return container.send(Container.Ask.of(shown, "GET", key)
                        .header("If-Match", told.version())
                        .header("Range", "bytes=" + offset + "-" + (offset + length - 1)));
            } catch (Conflict changed) {
                // One that is gone counts as changed to the service.
                statFile(told.path());
                throw changed;
            }
        });
    }

    @Override
    public Writing create(WriteRequest request) throws IOException {
        String key = keys.file(request.path());
        String shown = keys.shown(request.path());
        Interruption.check(shown);
        return AzureWriting.begin(shown, key, request, this);
    }

    private Entry copy(Entry from, String to) throws IOException {
        Entry told = from.version() == null ? statFile(from.path()) : from;
        new BlobCopy(container).copy(keys.shown(to), keys.file(from.path()), told.version(), keys.file(to));
        return statFile(to);
    }

    @Override
    public void makeFolder(String path) throws IOException {
        keys.folder(path);
        Interruption.check(keys.shown(path));
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            container.done(Container.Ask.of(keys.shown(path), "DELETE", keys.file(path)));
        } catch (Missing gone) {
            if (String.valueOf(gone.getMessage()).contains("container")) {
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
        container.close();
    }
}
