package reel.store.gc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.store.LiveIds;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.Packs;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// The packs that are there and which of their chunks live.
final class Inventory {
    /// Ids of missing chunks that the error names.
    private static final int MAX_NAMED = 10;

    private final Backend backend;
    private final ChunkIndex index;
    private final Map<Hash, PackUse> uses = new HashMap<>();
    private final Map<Hash, Long> leftovers = new HashMap<>();
    private final Set<PackId> gone = new HashSet<>();
    private final Map<PackId, Boolean> others = new HashMap<>();
    private long bytes;

    private Inventory(Backend backend, ChunkIndex index) {
        this.backend = backend;
        this.index = index;
    }

    /// Lists the packs, then looks at the index: a pack that some run names is never taken for a leftover.
    static Inventory take(Backend backend, ChunkIndex index) throws IOException {
        Inventory inventory = new Inventory(backend, index);
        List<PackUse> listed = new ArrayList<>();
        backend.list(
                StoreNames.PACKS,
                stat -> StoreNames.packId(stat.handle())
                        .ifPresent(id -> listed.add(new PackUse(new PackId(id, stat.size()), stat.modified()))));
        index.refresh();
        Set<PackId> indexed = index.packs();
        Set<PackId> there = new HashSet<>();
        for (PackUse use : listed) {
            inventory.bytes += use.pack().bytes();
            there.add(use.pack());
            if (indexed.contains(use.pack())) {
                inventory.uses.put(use.pack().id(), use);
            } else {
                inventory.leftovers.put(use.pack().id(), use.pack().bytes());
            }
        }
        for (PackId pack : indexed) {
            if (!there.contains(pack) && !inventory.isThere(pack)) {
                inventory.gone.add(pack);
            }
        }
        return inventory;
    }

    /// Length of all packs.
    long bytes() {
        return bytes;
    }

    /// Indexed packs that are there in full length.
    Collection<PackUse> uses() {
        return uses.values();
    }

    /// Packs that no run names, or that have another length than the runs say; and their lengths.
    Map<Hash, Long> leftovers() {
        return leftovers;
    }

    /// Packs that runs name and that are not there.
    Set<PackId> gone() {
        return gone;
    }

    /// Forgets that packs are gone which have come back: a session stored the same chunks again.
    void lookForGone() throws IOException {
        for (PackId pack : List.copyOf(gone)) {
            if (isThere(pack)) {
                gone.remove(pack);
            }
        }
    }

    /// An indexed pack that was there; null for any other.
    @Nullable
    PackUse use(PackId pack) {
        PackUse use = uses.get(pack.id());
        return use != null && use.pack().equals(pack) ? use : null;
    }

    /// Every pack that is there or that a run names.
    Set<Hash> all() {
        Set<Hash> all = new HashSet<>(uses.keySet());
        all.addAll(leftovers.keySet());
        gone.forEach(pack -> all.add(pack.id()));
        return all;
    }

    /// Those of some packs that are indexed, their chunks counted.
    Map<Hash, PackUse> measured(Set<Hash> some, Packs packs) throws IOException {
        Map<Hash, PackUse> found = new HashMap<>();
        for (Hash pack : some) {
            PackUse use = uses.get(pack);
            if (use != null) {
                use.measure(packs);
                found.put(pack, use);
            }
        }
        return found;
    }

    /// Length of a pack that was listed.
    long bytesOf(Hash pack) {
        PackUse use = uses.get(pack);
        return use != null ? use.pack().bytes() : leftovers.getOrDefault(pack, 0L);
    }

    void forget(Collection<Hash> packs) {
        for (Hash pack : packs) {
            bytes -= bytesOf(pack);
            uses.remove(pack);
            leftovers.remove(pack);
        }
    }

    long liveChunks() {
        return uses.values().stream().mapToLong(PackUse::liveChunks).sum();
    }

    /// Marks everything that lives, each chunk in the first place it has outside of `doomed`; where it has none, a
    /// doomed pack that has it is spared. [Corrupt] when no pack has it.
    void mark(LiveIds live, Set<Hash> doomed) throws IOException {
        others.clear();
        List<Hash> missing = new ArrayList<>();
        long[] missingCount = {0};
        try {
            live.forEach(id -> {
                try {
                    if (!markSomewhere(id, doomed)) {
                        missingCount[0]++;
                        if (missing.size() < MAX_NAMED && !missing.contains(id)) {
                            missing.add(id);
                        }
                    }
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
        if (missingCount[0] > 0) {
            String names = missing.stream().map(Hash::toString).collect(Collectors.joining(", "));
            throw new Corrupt(
                    backend.traits().name(),
                    -1,
                    "every chunk that something refers to",
                    missingCount[0] + " missing, such as " + names,
                    "Nothing was deleted. Run `reel fsck` and repair first.",
                    null);
        }
    }

    private boolean markSomewhere(Hash id, Set<Hash> doomed) throws IOException {
        Location first = index.first(id);
        if (first != null && !isLeaving(first, doomed) && markAt(first)) {
            return true;
        }
        if (markAmong(index.all(id), doomed)) {
            return true;
        }
        index.refresh();
        return markAmong(index.all(id), doomed);
    }

    private boolean markAmong(List<Location> places, Set<Hash> doomed) throws IOException {
        for (Location place : places) {
            if (!isLeaving(place, doomed) && markAt(place)) {
                return true;
            }
        }
        for (Location place : places) {
            if (isLeaving(place, doomed) && markAt(place)) {
                doomed.remove(place.pack().id());
                return true;
            }
        }
        return false;
    }

    /// Whether the chunk is about to be gone from there.
    private boolean isLeaving(Location place, Set<Hash> doomed) {
        PackUse use = use(place.pack());
        return doomed.contains(place.pack().id()) || use != null && use.isMoved(place.chunk());
    }

    private boolean markAt(Location place) throws IOException {
        PackUse use = use(place.pack());
        if (use != null) {
            use.mark(place.chunk());
            return true;
        }
        // A pack that came since the listing: nobody deletes it now.
        Boolean there = others.get(place.pack());
        if (there == null) {
            there = isThere(place.pack());
            others.put(place.pack(), there);
        }
        return there;
    }

    private boolean isThere(PackId pack) throws IOException {
        try {
            return backend.stat(StoreNames.pack(pack.id())).size() == pack.bytes();
        } catch (Missing absent) {
            return false;
        }
    }
}
