package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Source;
import reel.store.epoch.EpochHold;
import reel.store.epoch.Epochs;
import reel.store.fsck.Checker;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.fsck.FsckReport;
import reel.store.fsck.PackCheck;
import reel.store.gc.Batch;
import reel.store.gc.Collector;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.Cloak;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.PackStream;
import reel.store.pack.Packs;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Locked;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// A repository's chunks: packs and index runs on a backend.
///
/// Opening reads the `format` object only; the index is mapped at the first look-up. The backend and the budget are
/// the caller's and outlive the store.
public final class ChunkStore implements Chunks, AutoCloseable {
    /// zstd's own default: half a GB/s and most of what higher levels gain.
    public static final int DEFAULT_LEVEL = 3;

    /// A tenth smaller than at 3 for text, at 40 MB/s a processor; opening is as fast.
    private static final int OPTIMIZE_LEVEL = 12;

    /// How long a session waits for a repair, which works alone, before it gives up and names who holds the lock.
    private static final Duration WRITER_PATIENCE = Duration.ofMinutes(2);

    private final Backend backend;
    private final Cloak cloak;
    private final MemoryBudget budget;
    private final RepositoryFormat format;
    private final int level;
    private final ChunkIndex index;
    private final Packs packs;
    private volatile Healer healer = Healer.NONE;
    private final Epochs epochs;

    private ChunkStore(Backend backend, Cloak cloak, MemoryBudget budget, RepositoryFormat format, int level) {
        this.backend = backend;
        this.cloak = cloak;
        this.budget = budget;
        this.format = format;
        this.level = level;
        this.index = new ChunkIndex(backend, cloak);
        this.epochs = new Epochs(backend);
        this.packs = new Packs(backend, budget, cloak);
    }

    /// Makes a new repository without encryption; [Refused] where there is one.
    public static ChunkStore create(Backend backend, RepositoryFormat format, MemoryBudget budget) throws IOException {
        return create(backend, Cloak.none(), format, budget);
    }

    /// The same. @param cloak what ids, names and lengths wear in it
    public static ChunkStore create(Backend backend, Cloak cloak, RepositoryFormat format, MemoryBudget budget)
            throws IOException {
        try {
            backend.createNew(StoreNames.FORMAT, Source.of(format.encode()));
        } catch (Conflict exists) {
            throw new Refused(
                    backend.traits().name(),
                    "there is a repository already",
                    "Open it, or choose another place.",
                    exists);
        }
        return new ChunkStore(backend, cloak, budget, format, DEFAULT_LEVEL);
    }

    /// Opens a repository without encryption; [Missing] where there is none, [Refused] where it is of a newer
    /// version, [Locked] where it is encrypted.
    public static ChunkStore open(Backend backend, MemoryBudget budget) throws IOException {
        return open(backend, budget, DEFAULT_LEVEL);
    }

    /// The same. @param level how hard zstd tries for what is written, 1 to 19
    public static ChunkStore open(Backend backend, MemoryBudget budget, int level) throws IOException {
        RepositoryFormat format = RepositoryFormat.read(backend);
        if (format.encrypted()) {
            throw new Locked(backend.traits().name(), "is encrypted, and no key was given", "Give its passphrase.");
        }
        return open(backend, Cloak.none(), format, budget, level);
    }

    /// Opens a repository whose format was read.
    ///
    /// @param backend decrypts what it gives where the repository is encrypted @param cloak as at its birth
    public static ChunkStore open(
            Backend backend, Cloak cloak, RepositoryFormat format, MemoryBudget budget, int level) {
        return new ChunkStore(backend, cloak, budget, format, level);
    }

    /// From now on, asks `other` for packs that cannot be read.
    public void healWith(Healer other) {
        healer = other;
    }

    public RepositoryFormat format() {
        return format;
    }

    @Override
    public boolean contains(Hash id) throws IOException {
        Hash stored = cloak.chunk(id);
        if (index.contains(stored)) {
            return true;
        }
        index.refresh();
        return index.contains(stored);
    }

    @Override
    public int length(Hash id) throws IOException {
        Hash stored = cloak.chunk(id);
        return find(stored, place -> packs.length(place.pack().id(), place.chunk(), stored));
    }

    @Override
    public void read(Hash id, MemorySegment into) throws IOException {
        readStored(cloak.chunk(id), into);
    }

    private void readStored(Hash stored, MemorySegment into) throws IOException {
        find(stored, place -> {
            packs.read(place.pack().id(), place.chunk(), stored, into);
            return into;
        });
    }

    private interface Attempt<T> {
        T at(Location place) throws IOException;
    }

    /// The answer from the first place of the chunk that gives one. A place that is gone or damaged is an error only
    /// when no other place has the chunk, also after the index has been looked at again.
    private <T> T find(Hash id, Attempt<T> attempt) throws IOException {
        Location first = index.first(id);
        if (first != null) {
            try {
                return attempt.at(first);
            } catch (Missing | Corrupt failure) {
                return findElsewhere(id, attempt, first, failure);
            }
        }
        return findElsewhere(id, attempt, null, null);
    }

    private <T> T findElsewhere(
            Hash id, Attempt<T> attempt, @Nullable Location tried, @Nullable IOException firstFailure)
            throws IOException {
        IOException failure = firstFailure;
        index.refresh();
        List<Location> places = index.all(id);
        for (Location place : places) {
            if (!place.equals(tried)) {
                try {
                    return attempt.at(place);
                } catch (Missing | Corrupt again) {
                    failure = failure == null ? again : failure;
                }
            }
        }
        if (failure instanceof Missing && places.isEmpty()) {
            failure = null;
        }
        T healed = failure == null ? null : findHealed(places, attempt, failure);
        if (healed != null) {
            return healed;
        }
        switch (failure) {
            case null -> throw new Missing("chunk " + id, "not in this repository", "Run `reel fsck`.");
            case Missing gone ->
                throw new Corrupt(
                        "chunk " + id,
                        -1,
                        "its pack " + places.getFirst().pack().id(),
                        "no such object",
                        "Run `reel fsck`; bring the pack back from a copy.",
                        gone);
            default -> throw failure;
        }
    }

    /// The answer from the first of `places` whose pack can be healed. @param failure what became of the first try
    private <T> @Nullable T findHealed(List<Location> places, Attempt<T> attempt, IOException failure)
            throws IOException {
        for (Location place : places) {
            if (isHealed(place)) {
                try {
                    return attempt.at(place);
                } catch (Missing | Corrupt beyondHelp) {
                    failure.addSuppressed(beyondHelp);
                }
            }
        }
        return null;
    }

    /// Whether the place's pack is whole, possibly since now. What keeps a repair from being done (a full disk, a
    /// read-only one) must not hide what was damaged.
    private boolean isHealed(Location place) throws IOException {
        try {
            if (!healer.heal(place.pack().id())) {
                return false;
            }
        } catch (ReelException unable) {
            return false;
        }
        packs.forget(place.pack().id());
        return true;
    }

    @Override
    public ChunkWriter writer() throws IOException {
        EpochHold hold = epochs.enter(WRITER_PATIENCE);
        try {
            index.refresh();
            return new StoreSession(backend, index, settings(), hold);
        } catch (Throwable failure) {
            hold.close();
            throw failure;
        }
    }

    @Override
    public Hold hold() throws IOException {
        return new StoreHold(epochs.enter(WRITER_PATIENCE));
    }

    /// Removes chunks that nothing refers to, beside readers and writers; see docs/format/gc.md.
    public GcReport gc(LiveIds live, GcOptions options) throws IOException {
        return new Collector(index, packs, settings(), this::readStored, epochs)
                .run(new CloakedIds(live, cloak), options);
    }

    /// Collects, and makes reading what `order` tells sequential again; compresses harder what gains by it. Beside
    /// readers
    /// and writers, a batch at a time, so that it can be stopped whenever.
    ///
    /// @param order the ids of contents in the order in which they are read most
    public GcReport optimize(LiveIds live, LiveIds order, GcOptions options) throws IOException {
        return optimize(live, order, options, Batch.DEFAULT);
    }

    GcReport optimize(LiveIds live, LiveIds order, GcOptions options, Batch batch) throws IOException {
        PackStream.Settings harder =
                new PackStream.Settings(backend, budget, cloak, format.packBytes(), Math.max(level, OPTIMIZE_LEVEL));
        return new Collector(index, packs, harder, this::readStored, epochs)
                .optimize(new CloakedIds(live, cloak), new CloakedIds(order, cloak), options, batch);
    }

    /// Checks packs and runs; with [FsckOptions#repairIndex] also writes anew what can be.
    public FsckReport fsck(FsckOptions options, FsckProgress progress) throws IOException {
        FsckReport report = new Checker(settings(), progress).run(options);
        if (options.repairIndex()) {
            index.reopen();
        }
        return report;
    }

    /// The packs that the index names, whether they are there or not. As of now; [Corrupt] where a run is damaged.
    public Set<Hash> indexedPacks() throws IOException {
        index.refresh();
        return index.packs().stream().map(PackId::id).collect(Collectors.toSet());
    }

    /// Reads all of a pack and compares every chunk with its id. @return the first thing wrong with it; null: nothing
    public @Nullable String damageOf(Hash pack) throws IOException {
        return PackCheck.damageOf(pack, settings());
    }

    /// Whether packs were written through this store.
    public boolean hasWritten() {
        return index.hasGrown();
    }

    /// What the packs and runs take, listed now.
    public StoreSize size() throws IOException {
        long[] packSizes = new long[2];
        long[] runSizes = new long[2];
        backend.list(StoreNames.PACKS, stat -> add(packSizes, stat.size()));
        backend.list(StoreNames.RUNS, stat -> add(runSizes, stat.size()));
        return new StoreSize((int) packSizes[0], packSizes[1], (int) runSizes[0], runSizes[1]);
    }

    private static void add(long[] countAndBytes, long bytes) {
        countAndBytes[0]++;
        countAndBytes[1] += bytes;
    }

    /// What a chunk takes in its pack: its share of its frame. [Missing] if it is not stored.
    public long storedBytes(Hash id) throws IOException {
        Hash stored = cloak.chunk(id);
        return find(stored, place -> packs.storedBytes(place.pack().id(), place.chunk(), stored));
    }

    private PackStream.Settings settings() {
        return new PackStream.Settings(backend, budget, cloak, format.packBytes(), level);
    }

    @Override
    public void close() {
        packs.close();
        index.close();
    }
}
