package reel.store.gc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.PackStream;
import reel.store.pack.Packs;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;

/// One collection over one repository. Used once.
public final class Collector {
    /// Ids of missing chunks that the error names.
    private static final int MAX_NAMED = 10;

    /// Small packs of a kind that are worth joining.
    private static final int MIN_JOINED = 4;

    private final ChunkIndex index;
    private final Packs packs;
    private final PackStream.Settings settings;
    private final ChunkSource chunks;
    private final Backend backend;
    private final Map<Hash, PackUse> uses = new HashMap<>();
    private final Set<PackId> indexedBefore = new HashSet<>();
    private final Map<Handle, Long> leftovers = new HashMap<>();
    private long bytesBefore;

    /// Everything that lives, told one by one; repeats are fine.
    @FunctionalInterface
    public interface LiveChunks {
        void forEach(Consumer<Hash> sink) throws IOException;
    }

    /// Reads a chunk from whichever pack still has it, checked.
    @FunctionalInterface
    public interface ChunkSource {
        void read(Hash id, MemorySegment into) throws IOException;
    }

    /// @param settings for the packs that are written
    public Collector(ChunkIndex index, Packs packs, PackStream.Settings settings, ChunkSource chunks) {
        this.index = index;
        this.packs = packs;
        this.settings = settings;
        this.chunks = chunks;
        this.backend = settings.backend();
    }

    /// Collects. [Corrupt] when a living chunk is missing; then nothing has been changed.
    public GcReport run(LiveChunks live, GcOptions options) throws IOException {
        Locking locking = backend.traits().locking();
        if (locking == null) {
            throw new Refused(
                    backend.traits().name(), "cannot lock, so garbage cannot be collected safely", "Use a local copy.");
        }
        try (Locking.Lock lock = locking.lock(StoreNames.WRITERS_LOCK, false, options.patience())) {
            index.refresh();
            listPacks();
            long marked = mark(live);
            List<PackUse> removed = new ArrayList<>();
            List<PackUse> rewritten = new ArrayList<>();
            plan(options, removed, rewritten);
            Copy copied = options.dryRun() ? Copy.NONE : copy(rewritten);
            if (!options.dryRun()) {
                drop(removed, rewritten);
            }
            return report(options, marked, removed, rewritten, copied);
        }
    }

    /// Tells the packs that are there and indexed from those that only lie there.
    private void listPacks() throws IOException {
        indexedBefore.addAll(index.packs());
        backend.list(StoreNames.PACKS, stat -> {
            StoreNames.packId(stat.handle()).ifPresent(id -> {
                PackId pack = new PackId(id, stat.size());
                bytesBefore += stat.size();
                if (indexedBefore.contains(pack)) {
                    uses.put(id, new PackUse(pack, stat.modified()));
                } else {
                    leftovers.put(stat.handle(), stat.size());
                }
            });
        });
    }

    private long mark(LiveChunks live) throws IOException {
        List<Hash> missing = new ArrayList<>();
        long[] missingCount = {0};
        try {
            live.forEach(id -> {
                try {
                    if (!markSomewhere(id)) {
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
                    "Nothing was collected. Run `reel fsck` and repair first.",
                    null);
        }
        return uses.values().stream().mapToLong(PackUse::liveChunks).sum();
    }

    private boolean markSomewhere(Hash id) throws IOException {
        Location first = index.first(id);
        if (first == null || markAt(first)) {
            return first != null;
        }
        for (Location place : index.all(id)) {
            if (markAt(place)) {
                return true;
            }
        }
        return false;
    }

    private boolean markAt(Location place) {
        PackUse use = uses.get(place.pack().id());
        if (use == null || !use.pack().equals(place.pack())) {
            return false;
        }
        use.mark(place.chunk());
        return true;
    }

    private void plan(GcOptions options, List<PackUse> removed, List<PackUse> rewritten) throws IOException {
        Map<Integer, List<PackUse>> small = new HashMap<>();
        for (PackUse use : uses.values()) {
            use.measure(packs);
            if (use.liveChunks() == 0) {
                removed.add(use);
            } else if (use.liveRatio() < options.repackBelowLiveRatio()) {
                rewritten.add(use);
            } else if (use.pack().bytes() < settings.packBytes() / 2) {
                small.computeIfAbsent(use.kind(), _ -> new ArrayList<>()).add(use);
            }
        }
        for (List<PackUse> ofKind : small.values()) {
            if (ofKind.size() >= MIN_JOINED) {
                rewritten.addAll(ofKind);
            }
        }
        // The order in which they were written keeps what was added together near each other.
        rewritten.sort(Comparator.comparing(PackUse::kind)
                .thenComparing(PackUse::written)
                .thenComparing(use -> use.pack().id()));
    }

    private record Copy(int packs, long bytes) {
        static final Copy NONE = new Copy(0, 0);
    }

    private Copy copy(List<PackUse> rewritten) throws IOException {
        int written = 0;
        long bytes = 0;
        for (int from = 0; from < rewritten.size(); ) {
            int kind = rewritten.get(from).kind();
            int to = from;
            while (to < rewritten.size() && rewritten.get(to).kind() == kind) {
                to++;
            }
            try (Rewriter rewriter = new Rewriter(index, packs, settings, chunks, kind)) {
                for (PackUse use : rewritten.subList(from, to)) {
                    rewriter.copy(use);
                }
                List<PackId> made = rewriter.finish();
                written += made.size();
                bytes += made.stream().mapToLong(PackId::bytes).sum();
            }
            from = to;
        }
        return new Copy(written, bytes);
    }

    private void drop(List<PackUse> removed, List<PackUse> rewritten) throws IOException {
        Set<Hash> gone = new HashSet<>();
        removed.forEach(use -> gone.add(use.pack().id()));
        rewritten.forEach(use -> gone.add(use.pack().id()));
        index.rewrite(pack -> !gone.contains(pack.id()) && isThere(pack));
        for (Hash pack : gone) {
            packs.forget(pack);
            backend.delete(StoreNames.pack(pack));
        }
        for (Handle leftover : leftovers.keySet()) {
            backend.delete(leftover);
        }
    }

    /// Whether the listing had the pack, or it was written since.
    private boolean isThere(PackId pack) {
        PackUse use = uses.get(pack.id());
        return use != null && use.pack().equals(pack) || !indexedBefore.contains(pack);
    }

    private GcReport report(
            GcOptions options, long marked, List<PackUse> removed, List<PackUse> rewritten, Copy copied) {
        long freed = -copied.bytes();
        long dead = 0;
        for (PackUse use : removed) {
            freed += use.pack().bytes();
            dead += use.deadChunks();
        }
        for (PackUse use : rewritten) {
            long all = use.pack().bytes();
            freed += options.dryRun() ? Math.round(all * (1 - use.liveRatio())) : all;
            dead += use.deadChunks();
        }
        for (long bytes : leftovers.values()) {
            freed += bytes;
        }
        return new GcReport(
                options.dryRun(),
                marked,
                dead,
                uses.size() - removed.size() - rewritten.size(),
                removed.size() + leftovers.size(),
                rewritten.size(),
                copied.packs(),
                bytesBefore,
                freed);
    }
}
