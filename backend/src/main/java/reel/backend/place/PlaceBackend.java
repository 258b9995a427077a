package reel.backend.place;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;

/// Objects as files of a [Place]: gives every protocol the contract of repositories.
///
/// There are no locks and no mappings. Spools are gathered on this machine's disk and sent when their name is
/// known. Creating asks for [PlaceTraits#atomicCreate]; a place without it is read-only as far as that goes.
public final class PlaceBackend implements Backend {
    /// Parts of objects, which are sent one after the other.
    private static final long PART_BYTES = 8 << 20;

    /// Entries remembered for reading, and folders known to be none of an object's; beyond, memory starts again.
    private static final int MOST_KNOWN = 4096;

    private final Place place;
    private final Traits traits;
    private final Map<String, Entry> told = new ConcurrentHashMap<>();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    private PlaceBackend(Place place) {
        this.place = place;
        this.traits = new Traits(place.traits().name(), name -> PlaceSpool.open(this, name), null, null, this::replace);
    }

    /// The objects of `place`, which is closed with this.
    public static PlaceBackend over(Place place) {
        return new PlaceBackend(place);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        Entry entry = entry(handle);
        return new Stat(handle, entry.size(), Objects.requireNonNullElse(entry.modified(), Instant.EPOCH));
    }

    private Entry entry(Handle handle) throws IOException {
        String path = handle.requireObject().path();
        if (place.traits().names().problem(path) != null) {
            throw new Missing(path, "is no name that this place can hold");
        }
        Entry entry = place.stat(path);
        if (!entry.isFile()) {
            throw new Missing(path, "is a folder, not an object");
        }
        return entry;
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        String folder = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
        if (!folder.isEmpty() && (!Handle.usable(folder) || Handle.of(folder).reserved())) {
            return;
        }
        try {
            Walking walking = place.traits().walking();
            if (walking == null) {
                tell(folder, prefix, sink);
            } else {
                walk(walking, folder, prefix, sink);
            }
        } catch (Missing | Refused none) {
            if (!isNoFolder(folder)) {
                throw none;
            }
        }
    }

    private boolean isNoFolder(String folder) throws IOException {
        try {
            return !place.stat(folder).isFolder();
        } catch (Missing none) {
            return true;
        }
    }

    /// A folder sorts as its name plus `/`, which makes walking depth first the same as sorting whole handles.
    private void tell(String folder, String prefix, Consumer<Stat> sink) throws IOException {
        List<Entry> children = new ArrayList<>();
        place.list(folder, child -> {
            if (isOurs(child.path(), prefix)) {
                children.add(child);
            }
        });
        children.sort(Comparator.comparing(child -> child.isFolder() ? child.path() + "/" : child.path()));
        for (Entry child : children) {
            if (child.isFolder()) {
                try {
                    tell(child.path(), prefix, sink);
                } catch (Missing gone) {
                    // Objects that go meanwhile need not be told.
                }
            } else {
                sink(child, prefix, sink);
            }
        }
    }

    /// Places walk in the order of UTF-8, handles are in that of UTF-16.
    private void walk(Walking walking, String folder, String prefix, Consumer<Stat> sink) throws IOException {
        List<Entry> all = new ArrayList<>();
        walking.walk(folder, entry -> {
            if (isOurs(entry.path(), prefix)) {
                all.add(entry);
            }
        });
        all.sort(Comparator.comparing(Entry::path));
        for (Entry entry : all) {
            sink(entry, prefix, sink);
        }
    }

    private static boolean isOurs(String path, String prefix) {
        return (path.startsWith(prefix) || prefix.startsWith(path + "/"))
                && Handle.usable(path)
                && !Handle.of(path).reserved();
    }

    private static void sink(Entry entry, String prefix, Consumer<Stat> sink) {
        if (entry.isFile() && entry.path().startsWith(prefix)) {
            sink.accept(new Stat(
                    Handle.of(entry.path()),
                    entry.size(),
                    Objects.requireNonNullElse(entry.modified(), Instant.EPOCH)));
        }
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        Entry known = told.get(handle.requireObject().path());
        if (known != null) {
            try {
                read(known, offset, into);
                return;
            } catch (Missing | Conflict stale) {
                told.remove(known.path());
            }
        }
        Entry fresh = entry(handle);
        if (told.size() >= MOST_KNOWN) {
            told.clear();
        }
        told.put(fresh.path(), fresh);
        read(fresh, offset, into);
    }

    private void read(Entry entry, long offset, MemorySegment into) throws IOException {
        long length = into.byteSize();
        if (offset < 0) {
            throw new IllegalArgumentException("negative offset " + offset);
        }
        if (offset > entry.size() - length) {
            throw new Corrupt(
                    entry.path(),
                    entry.size(),
                    "at least " + offset + " + " + length + " bytes",
                    entry.size() + " bytes");
        }
        try (Reading reading = place.open(entry)) {
            boolean ranges = place.traits().ranges();
            long from = ranges ? offset : 0;
            long[] at = {from};
            reading.read(from, ranges ? length : entry.size(), piece -> {
                long start = Math.max(at[0], offset);
                long end = Math.min(at[0] + piece.byteSize(), offset + length);
                if (start < end) {
                    MemorySegment.copy(piece, start - at[0], into, start - offset, end - start);
                }
                at[0] += piece.byteSize();
            });
        }
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        String path = handle.requireObject().path();
        try {
            Entry there = place.stat(path);
            if (there.isFile() && there.size() == source.size()) {
                sync();
                return;
            }
        } catch (Missing | Refused notThere) {
            // Then writing tells what is wrong, if anything is.
        }
        put(handle, source, WriteRequest.Existing.REPLACE);
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        if (!place.traits().atomicCreate()) {
            throw new Refused(
                    handle.path(),
                    "cannot be created safely: " + traits.name() + " has no way to create a file only if it is not"
                            + " there",
                    "Keep the repository elsewhere.");
        }
        put(handle, source, WriteRequest.Existing.FAIL);
    }

    private void replace(Handle handle, Source source) throws IOException {
        put(handle, source, WriteRequest.Existing.REPLACE);
    }

    private void put(Handle handle, Source source, WriteRequest.Existing existing) throws IOException {
        String path = handle.requireObject().path();
        refuseFolders(path);
        PartRule rule = place.traits().parts();
        long size = source.size();
        long part = rule.fit(PART_BYTES, size);
        told.remove(path);
        try (Writing writing = place.create(new WriteRequest(path, size, part, existing, null))) {
            for (long at = 0; at < size; at += part) {
                writing.write(at, new Stretch(source, at, Math.min(part, size - at)));
            }
            writing.publish(null, Meta.NONE, Map.of());
        }
        sync();
    }

    /// A part of a source.
    private record Stretch(Source whole, long from, long size) implements Source {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            whole.read(from + offset, into);
        }

        @Override
        public @Nullable MemorySegment memory() {
            MemorySegment all = whole.memory();
            return all == null ? null : all.asSlice(from, size);
        }
    }

    /// Where there are no real folders, a file could be beside a "folder" of its name; objects must not.
    private void refuseFolders(String path) throws IOException {
        if (place.traits().folders()) {
            return;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            if (!folders.contains(above)) {
                if (isFile(above)) {
                    throw new Refused(path, above + " is an object, not a folder");
                }
                if (folders.size() >= MOST_KNOWN) {
                    folders.clear();
                }
                folders.add(above);
            }
        }
        if (!isFile(path) && !isNoFolder(path)) {
            throw new Refused(path, "is a folder, not an object");
        }
    }

    private boolean isFile(String path) throws IOException {
        try {
            return place.stat(path).isFile();
        } catch (Missing none) {
            return false;
        }
    }

    @Override
    public void delete(Handle handle) throws IOException {
        String path = handle.requireObject().path();
        told.remove(path);
        try {
            place.delete(path);
        } catch (Refused refused) {
            if (!isFolder(path)) {
                throw refused;
            }
        }
        sync();
    }

    private boolean isFolder(String path) throws IOException {
        try {
            return place.stat(path).isFolder();
        } catch (Missing | Refused none) {
            return false;
        }
    }

    private void sync() throws IOException {
        Syncing syncing = place.traits().syncing();
        if (syncing != null) {
            syncing.sync();
        }
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
