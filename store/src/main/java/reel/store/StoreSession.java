package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.store.epoch.EpochHold;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.index.PendingIds;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.PackStream;
import reel.store.pack.Places;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.chunk.ChunkSizes;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// A session on a [ChunkStore]: look-ups run side by side, new chunks enter one after the other.
///
/// After any failure but a refused argument the session is over: what it has put is not stored, and says so.
final class StoreSession implements ChunkWriter {
    /// Pending ids before a run is written early: three quarters of a table of a million rows, 32 MiB.
    private static final int MAX_PENDING = 3 << 18;

    private final Backend backend;
    private final ChunkIndex index;
    private final EpochHold hold;
    private final PackStream.Settings settings;
    private final Map<Kind, PackStream> streams = new EnumMap<>(Kind.class);
    private final Places places = new Places();
    private final PendingIds pending = new PendingIds();
    private final Set<PackId> present = new HashSet<>();
    private final Set<PackId> absent = new HashSet<>();
    private final Set<PackId> written = new HashSet<>();
    private volatile @Nullable PackId lastPresent;
    private @Nullable Throwable failure;
    private boolean closed;

    private long chunks;
    private long newChunks;
    private long bytes;
    private long newBytes;

    StoreSession(Backend backend, ChunkIndex index, PackStream.Settings settings, EpochHold hold) {
        this.backend = backend;
        this.index = index;
        this.settings = settings;
        this.hold = hold;
        for (Kind kind : Kind.values()) {
            streams.put(kind, new PackStream(settings, kind.code(), places, hold::condemns));
        }
    }

    @Override
    public boolean put(Kind kind, Hash plain, MemorySegment data, Compressibility hint) throws IOException {
        Hash id = settings.cloak().chunk(plain);
        long length = data.byteSize();
        if (length < 1 || length > ChunkSizes.LIMIT_BYTES) {
            throw new IllegalArgumentException("a chunk has 1 to " + ChunkSizes.LIMIT_BYTES + " bytes, not " + length);
        }
        boolean stored = isStored(id);
        synchronized (this) {
            ensureUsable();
            chunks++;
            bytes += length;
            if (stored || pending.contains(id)) {
                return false;
            }
            try {
                PackStream stream = streams.get(kind);
                if (stream == null) {
                    throw new IllegalStateException("no stream for " + kind);
                }
                pending.add(id, stream.put(id, data, hint));
                newChunks++;
                newBytes += length;
                if (pending.size() >= MAX_PENDING) {
                    publish();
                }
                return true;
            } catch (Throwable broken) {
                failure = broken;
                throw broken;
            }
        }
    }

    /// Whether the index knows a pack with the chunk that stays, and the pack is there in full length. A chunk whose
    /// pack was lost or cut is stored again, so adding the same files repairs a repository.
    private boolean isStored(Hash id) throws IOException {
        Location place = index.first(id);
        if (place == null) {
            return false;
        }
        if (place.pack().equals(lastPresent) || isPresent(place.pack())) {
            return true;
        }
        for (Location other : index.all(id)) {
            if (isPresent(other.pack())) {
                return true;
            }
        }
        return false;
    }

    private boolean isPresent(PackId pack) throws IOException {
        synchronized (present) {
            if (!present.contains(pack) && !absent.contains(pack)) {
                boolean usable = !hold.condemns(pack.id()) && isThere(pack);
                (usable ? present : absent).add(pack);
            }
            boolean there = present.contains(pack);
            if (there) {
                lastPresent = pack;
            }
            return there;
        }
    }

    private boolean isThere(PackId pack) throws IOException {
        try {
            return backend.stat(StoreNames.pack(pack.id())).size() == pack.bytes();
        } catch (Missing gone) {
            return false;
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        ensureUsable();
        try {
            publish();
            requireAllThere();
            index.compact();
        } catch (Throwable broken) {
            failure = broken;
            throw broken;
        }
    }

    private void publish() throws IOException {
        for (PackStream stream : streams.values()) {
            stream.finish();
        }
        int entries = pending.size();
        if (entries > 0) {
            index.add(pending.drain(places::pack, places::ordinal), entries, places.packs());
            written.addAll(places.packs());
            places.clear();
        }
    }

    /// Where a collection has begun since and condemns what this session relies on, it waits for this session. If the
    /// packs are gone all the same, the lock was lost, and nothing may name them.
    private void requireAllThere() throws IOException {
        Set<PackId> used = used();
        if (hold.mayHaveLost(ids(used))) {
            for (PackId pack : used) {
                if (!isThere(pack)) {
                    throw EpochHold.overlooked();
                }
            }
        }
    }

    private Set<PackId> used() {
        synchronized (present) {
            Set<PackId> used = new HashSet<>(present);
            used.addAll(written);
            return used;
        }
    }

    private static Set<Hash> ids(Set<PackId> packs) {
        return packs.stream().map(PackId::id).collect(Collectors.toSet());
    }

    @Override
    public long floor() {
        return hold.floor();
    }

    @Override
    public synchronized void requireNotSwept(long swept) throws IOException {
        hold.requireNotSwept(swept, ids(used()));
    }

    private void ensureUsable() throws Refused {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        Throwable broken = failure;
        if (broken != null) {
            throw new Refused(
                    backend.traits().name(),
                    "an earlier failure ended this session: " + broken.getMessage(),
                    "Begin again: what was flushed before is safe.",
                    broken);
        }
    }

    @Override
    public synchronized Stored stored() {
        long storedBytes = 0;
        for (PackStream stream : streams.values()) {
            storedBytes += stream.storedBytes();
        }
        return new Stored(chunks, newChunks, bytes, newBytes, storedBytes);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (hold;
                PackStream data = streams.get(Kind.DATA);
                PackStream meta = streams.get(Kind.META)) {
            pending.clear();
        }
    }
}
