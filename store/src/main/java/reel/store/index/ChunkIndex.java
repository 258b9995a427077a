package reel.store.index;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Locking;
import reel.store.layout.Cloak;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.layout.UseCount;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;

/// All index runs of a repository, looked up together. Thread-safe; answers are as of the last [#refresh].
public final class ChunkIndex implements AutoCloseable {
    /// More runs than this are never kept: a look-up asks the filter of each.
    static final int MAX_RUNS = 8;

    /// Runs less than this much larger than all smaller ones together are merged with them, when there are
    /// [#MERGE_AT].
    private static final int GROWTH = 4;

    private static final int MERGE_AT = 4;

    /// A listing that changes under our hands this often is not a race any more.
    private static final int MAX_LISTINGS = 16;

    /// A merge of 50 million entries takes half a minute.
    private static final Duration MERGE_PATIENCE = Duration.ofMinutes(5);

    private static final String HINT = "Run `reel fsck --repair-index`.";

    private final Backend backend;
    private final Cloak cloak;
    private final boolean fixed;
    private volatile boolean grown;
    private volatile @Nullable Runs current;

    /// @param cloak what the ids of runs wear; those of chunks come with it on
    public ChunkIndex(Backend backend, Cloak cloak) {
        this(backend, cloak, false);
    }

    private ChunkIndex(Backend backend, Cloak cloak, boolean fixed) {
        this.backend = backend;
        this.cloak = cloak;
        this.fixed = fixed;
    }

    /// An index of some runs only, for checking; it does not look at the backend's other runs, so every answer is
    /// [Missing] where one of these was merged away and cannot be read any more.
    public static ChunkIndex of(Backend backend, Cloak cloak, Set<Hash> runs) throws IOException {
        ChunkIndex index = new ChunkIndex(backend, cloak, true);
        index.replace(runs);
        return index;
    }

    /// Reads and checks all of a run; [Corrupt] says what is wrong.
    public static void check(Backend backend, Cloak cloak, Hash run) throws IOException {
        Run opened = Run.open(backend, run);
        try {
            opened.checkAll(cloak);
        } catch (InternalError fault) {
            throw new Corrupt(StoreNames.run(run).path(), -1, "readable bytes", "a disk error", HINT, fault);
        } finally {
            opened.leave();
        }
    }

    /// Whether any pack is known to hold the chunk.
    public boolean contains(Hash id) throws IOException {
        return first(id) != null;
    }

    /// One place of the chunk, or null.
    public @Nullable Location first(Hash id) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Runs runs = enter();
            try {
                return runs.first(id);
            } catch (Missing mergedAway) {
                lookAgain(attempt, mergedAway);
            } finally {
                runs.uses.leave();
            }
        }
    }

    /// A run that is not mapped cannot be read any more once another process has merged it into a new one.
    private void lookAgain(int attempt, Missing mergedAway) throws IOException {
        if (fixed || attempt == MAX_LISTINGS) {
            throw mergedAway;
        }
        refresh();
    }

    /// Every place of the chunk; more than one where several sessions stored it.
    public List<Location> all(Hash id) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Runs runs = enter();
            try {
                return runs.all(id);
            } catch (Missing mergedAway) {
                lookAgain(attempt, mergedAway);
            } finally {
                runs.uses.leave();
            }
        }
    }

    /// Every pack that some run names.
    public Set<PackId> packs() throws IOException {
        Runs runs = enter();
        try {
            Set<PackId> packs = new TreeSet<>(Comparator.comparing(PackId::id).thenComparing(PackId::bytes));
            for (Run run : runs.runs) {
                packs.addAll(run.packs());
            }
            return packs;
        } finally {
            runs.uses.leave();
        }
    }

    /// Tells every entry of every run once, in order of id. [Missing] where a run was merged away half-way: what was
    /// told till then may not be true any more, so whoever asks begins anew.
    public void walk(EntryVisitor visitor) throws IOException {
        Runs runs = enter();
        try {
            MergedCursor walk = MergedCursor.of(runs.runs, _ -> true);
            List<PackId> packs = walk.packs();
            DistinctPlaces places = new DistinctPlaces();
            while (walk.next()) {
                if (places.isNew(walk)) {
                    visitor.entry(walk.w0(), walk.w1(), walk.w2(), packs.get(walk.pack()), walk.chunk());
                }
            }
        } finally {
            runs.uses.leave();
        }
    }

    /// Is told one entry: the id's first three words, and where the chunk is.
    @FunctionalInterface
    public interface EntryVisitor {
        void entry(long w0, long w1, long w2, PackId pack, int chunk) throws IOException;
    }

    /// Entries in all runs.
    public long entries() throws IOException {
        Runs runs = enter();
        try {
            return runs.runs.stream().mapToLong(Run::entries).sum();
        } finally {
            runs.uses.leave();
        }
    }

    private Runs enter() throws IOException {
        while (true) {
            Runs runs = current;
            if (runs == null) {
                refresh();
            } else if (runs.uses.tryEnter()) {
                return runs;
            }
        }
    }

    /// Looks at the backend again. @return whether runs have come or gone
    public synchronized boolean refresh() throws IOException {
        for (int i = 0; i < MAX_LISTINGS; i++) {
            Set<Hash> listed = listRuns(backend);
            Runs old = current;
            if (old != null && old.ids().equals(listed)) {
                return false;
            }
            try {
                replace(listed);
                return true;
            } catch (Missing mergedAway) {
                // Another process merged this run into a new one between listing and opening: list again.
                if (i == MAX_LISTINGS - 1) {
                    throw mergedAway;
                }
            }
        }
        throw new IllegalStateException("unreachable");
    }

    /// The runs on the backend. A listing may miss the run that a merge writes meanwhile, and those that it deletes,
    /// too:
    /// only what two in a row agree on is whole.
    public static Set<Hash> listRuns(Backend backend) throws IOException {
        Set<Hash> before = listOnce(backend);
        for (int i = 1; i < MAX_LISTINGS; i++) {
            Set<Hash> listed = listOnce(backend);
            if (listed.equals(before)) {
                return listed;
            }
            before = listed;
        }
        return before;
    }

    private static Set<Hash> listOnce(Backend backend) throws IOException {
        Set<Hash> listed = new TreeSet<>();
        backend.list(StoreNames.RUNS, stat -> StoreNames.runId(stat.handle()).ifPresent(listed::add));
        return listed;
    }

    private void replace(Set<Hash> ids) throws IOException {
        Runs old = current;
        Map<Hash, Run> known = new HashMap<>();
        if (old != null) {
            old.runs.forEach(run -> known.put(run.id(), run));
        }
        List<Run> next = new ArrayList<>();
        try {
            for (Hash id : ids) {
                Run run = known.get(id);
                next.add(run != null && run.tryEnter() ? run : Run.open(backend, id));
            }
        } catch (Throwable failure) {
            next.forEach(Run::leave);
            throw failure;
        }
        next.sort(Comparator.comparingLong(Run::entries).reversed());
        current = new Runs(next);
        if (old != null) {
            old.uses.leave();
        }
    }

    /// Whether [#add] wrote a run.
    public boolean hasGrown() {
        return grown;
    }

    /// Writes a run from a session's entries, durably, and answers from it. @return null if there were none
    ///
    /// @param packs what the walk's pack numbers mean
    public synchronized @Nullable Hash add(EntryCursor walk, long atMostEntries, List<PackId> packs)
            throws IOException {
        Hash run = RunWriter.write(backend, cloak, walk, atMostEntries, packs);
        if (run != null) {
            grown = true;
            refresh();
        }
        return run;
    }

    /// Writes a run, durably, without looking anything up. @return null if there were no entries
    public static @Nullable Hash writeRun(
            Backend backend, Cloak cloak, EntryCursor walk, long atMostEntries, List<PackId> packs) throws IOException {
        return RunWriter.write(backend, cloak, walk, atMostEntries, packs);
    }

    /// Deletes every run but these.
    public static void replaceRuns(Backend backend, Set<Hash> keep) throws IOException {
        for (Hash run : listRuns(backend)) {
            if (!keep.contains(run)) {
                backend.delete(StoreNames.run(run));
            }
        }
    }

    /// Joins the smallest runs when there are too many of about a size, so that there are never more than
    /// [#MAX_RUNS] and every entry is rewritten only a few times in its life.
    public void compact() throws IOException {
        if (!wantsMerge()) {
            return;
        }
        try (Locking.Lock lock = lock(Duration.ZERO)) {
            compactAlone();
        } catch (Conflict | Missing busy) {
            // Somebody merges already, or, where there are no locks, has merged the same; the next session looks again.
        }
    }

    private Locking.@Nullable Lock lock(Duration patience) throws IOException {
        Locking locking = backend.traits().locking();
        return locking == null ? null : locking.lock(StoreNames.INDEX_LOCK, false, patience);
    }

    private boolean wantsMerge() throws IOException {
        Runs runs = enter();
        try {
            return runs.runs.size() >= MERGE_AT;
        } finally {
            runs.uses.leave();
        }
    }

    /// Only runs that are still there are merged: an older list would bring back entries that gc has dropped.
    private synchronized void compactAlone() throws IOException {
        refresh();
        Runs runs = enter();
        List<Run> merge = new ArrayList<>();
        try {
            List<Run> ascending = runs.runs.reversed();
            long total = 0;
            for (Run run : ascending) {
                boolean tooMany = ascending.size() - merge.size() + 1 > MAX_RUNS;
                if (!merge.isEmpty() && !tooMany && run.entries() >= GROWTH * total) {
                    break;
                }
                merge.add(run);
                total += run.entries();
            }
            if (merge.size() >= MERGE_AT || ascending.size() > MAX_RUNS) {
                rewrite(merge, _ -> true);
            }
        } finally {
            runs.uses.leave();
        }
    }

    /// Replaces the runs that are there by one without the entries of dropped packs; runs that come meanwhile stay.
    public void rewrite(Predicate<PackId> keep) throws IOException {
        try (Locking.Lock lock = lock(MERGE_PATIENCE)) {
            rewriteAlone(keep);
        }
    }

    private synchronized void rewriteAlone(Predicate<PackId> keep) throws IOException {
        refresh();
        Runs runs = enter();
        try {
            rewrite(runs.runs, keep);
        } finally {
            runs.uses.leave();
        }
    }

    private void rewrite(List<Run> merge, Predicate<PackId> keep) throws IOException {
        try {
            MergedCursor walk = MergedCursor.of(merge, keep);
            long entries = merge.stream().mapToLong(Run::entries).sum();
            Hash merged = RunWriter.write(backend, cloak, walk, entries, walk.packs());
            for (Run run : merge) {
                if (!run.id().equals(merged)) {
                    backend.delete(StoreNames.run(run.id()));
                }
            }
        } catch (InternalError fault) {
            throw new Corrupt("index", -1, "readable runs", "a disk error", HINT, fault);
        }
        refresh();
    }

    /// Forgets the runs; the next look-up opens those that are there then.
    public void reopen() {
        close();
    }

    @Override
    public synchronized void close() {
        Runs runs = current;
        current = null;
        if (runs != null) {
            runs.uses.leave();
        }
    }

    /// One state of the index: its runs stay mapped until the last look-up in it has ended.
    private static final class Runs {
        private final List<Run> runs;
        private final UseCount uses;

        Runs(List<Run> runs) {
            this.runs = List.copyOf(runs);
            this.uses = new UseCount(() -> this.runs.forEach(Run::leave));
        }

        @Nullable
        Location first(Hash id) throws IOException {
            for (Run run : runs) {
                long at = run.find(id.w0(), id.w1(), id.w2());
                if (at >= 0) {
                    return new Location(run.packAt(at), run.chunkAt(at));
                }
            }
            return null;
        }

        List<Location> all(Hash id) throws IOException {
            List<Location> places = new ArrayList<>(1);
            for (Run run : runs) {
                for (long at = run.find(id.w0(), id.w1(), id.w2()); at >= 0; at = run.findNext(at)) {
                    Location place = new Location(run.packAt(at), run.chunkAt(at));
                    if (!places.contains(place)) {
                        places.add(place);
                    }
                }
            }
            return places;
        }

        Set<Hash> ids() {
            Set<Hash> ids = new TreeSet<>();
            runs.forEach(run -> ids.add(run.id()));
            return ids;
        }
    }
}
