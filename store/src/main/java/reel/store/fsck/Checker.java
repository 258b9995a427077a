package reel.store.fsck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Stat;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.PackStream;
import reel.stream.Corrupt;
import reel.stream.CpuPool;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Scope;
import reel.stream.hash.Hash;

/// One check of one repository's packs and runs. Used once; reads only, unless asked to repair.
///
/// It takes no lock for reading. What others do meanwhile may show as an unlisted pack, which is no damage; where it
/// would show as damage, packs and runs are listed again and compared again until they stand still or agree.
public final class Checker {
    /// Each look costs the footers of all packs; what changes this often while it is damaged is reported as it was
    /// seen.
    private static final int MAX_LOOKS = 8;

    private final Backend backend;
    private final PackStream.Settings settings;
    private final PackContents contents;

    private final Map<Hash, CheckedPack> packs = new HashMap<>();
    private final Map<Hash, Optional<Finding>> runs = new TreeMap<>();
    private final Set<Hash> listedRuns = new TreeSet<>();
    private final List<Finding> strays = new ArrayList<>();
    private final List<Finding> disagreements = new ArrayList<>();
    private final Map<PackId, ChunkIds> lostWith = new HashMap<>();

    /// @param settings of the repository; its cloak is on what they hold
    public Checker(PackStream.Settings settings, FsckProgress progress) {
        this.backend = settings.backend();
        this.settings = settings;
        this.contents = new PackContents(settings, progress);
    }

    public FsckReport run(FsckOptions options) throws IOException {
        for (int look = 1; ; look++) {
            boolean last = look == MAX_LOOKS;
            list();
            try (ChunkIndex index = ChunkIndex.of(backend, settings.cloak(), checkRuns())) {
                checkPacks(index, options.readData());
                compareIndex(index);
                List<Finding> found = withoutCopies(index);
                if (last || found.stream().noneMatch(Finding::isDamage) || !hasChanged()) {
                    return report(options, found);
                }
            } catch (Missing mergedAway) {
                if (last) {
                    throw mergedAway;
                }
            }
        }
    }

    private FsckReport report(FsckOptions options, List<Finding> found) throws IOException {
        List<Finding> there = new ArrayList<>();
        for (Finding finding : found) {
            if (!(finding instanceof Finding.UnlistedPack pack) || isThere(pack)) {
                there.add(finding);
            }
        }
        List<String> repaired = options.repairIndex() ? repair(there) : List.of();
        long bytes = packs.values().stream().mapToLong(CheckedPack::bytes).sum();
        long chunks = packs.values().stream().mapToLong(CheckedPack::rows).sum();
        return new FsckReport(there, packs.size(), bytes, chunks, runs.size(), repaired);
    }

    /// Not any more where gc has taken it away since the listing.
    private boolean isThere(Finding.UnlistedPack pack) throws IOException {
        try {
            return backend.stat(Handle.of(pack.object())).size() == pack.bytes();
        } catch (Missing gone) {
            return false;
        }
    }

    /// What is there now; of what was there before, what is known stays known.
    private void list() throws IOException {
        strays.clear();
        disagreements.clear();
        lostWith.clear();
        Map<Hash, Long> listed = listPacks(stat -> strays.add(stray(stat)));
        packs.values().removeIf(pack -> !Objects.equals(listed.get(pack.id()), pack.bytes()));
        listed.forEach((id, bytes) -> packs.computeIfAbsent(id, _ -> new CheckedPack(id, bytes)));
        packs.values().forEach(CheckedPack::forgetIndex);
        listedRuns.clear();
        listedRuns.addAll(listRuns(stat -> strays.add(stray(stat))));
        runs.keySet().retainAll(listedRuns);
    }

    private boolean hasChanged() throws IOException {
        Map<Hash, Long> known = new HashMap<>();
        packs.values().forEach(pack -> known.put(pack.id(), pack.bytes()));
        return !listRuns(_ -> {}).equals(listedRuns) || !listPacks(_ -> {}).equals(known);
    }

    private Map<Hash, Long> listPacks(Consumer<Stat> others) throws IOException {
        Map<Hash, Long> listed = new HashMap<>();
        backend.list(
                StoreNames.PACKS,
                stat -> StoreNames.packId(stat.handle())
                        .ifPresentOrElse(id -> listed.put(id, stat.size()), () -> others.accept(stat)));
        return listed;
    }

    private Set<Hash> listRuns(Consumer<Stat> others) throws IOException {
        Set<Hash> listed = new HashSet<>();
        backend.list(
                StoreNames.RUNS,
                stat -> StoreNames.runId(stat.handle()).ifPresentOrElse(listed::add, () -> others.accept(stat)));
        return listed;
    }

    private static Finding stray(Stat stat) {
        return new Finding.StrayObject(stat.handle().path(), stat.size() + " bytes under a name that is none of ours");
    }

    /// @return the runs that nothing is wrong with; [Missing] where one was merged away since the listing
    private Set<Hash> checkRuns() throws IOException {
        Set<Hash> good = new TreeSet<>();
        for (Hash run : listedRuns) {
            Optional<Finding> damage = runs.get(run);
            if (damage == null) {
                damage = damageOf(run);
                runs.put(run, damage);
            }
            if (damage.isEmpty()) {
                good.add(run);
            }
        }
        return good;
    }

    private Optional<Finding> damageOf(Hash run) throws IOException {
        try {
            ChunkIndex.check(backend, settings.cloak(), run);
            return Optional.empty();
        } catch (Corrupt | Refused damage) {
            return Optional.of(new Finding.DamagedRun(StoreNames.run(run).path(), String.valueOf(damage.getMessage())));
        }
    }

    private void checkPacks(ChunkIndex index, boolean readData) throws IOException {
        contents.expect(packs.values());
        Iterator<CheckedPack> queue = List.copyOf(packs.values()).iterator();
        try (Scope scope = Scope.open("fsck")) {
            for (int i = 0; i < CpuPool.threads(); i++) {
                Future<?> unused = scope.fork(() -> {
                    for (CheckedPack pack = next(queue); pack != null; pack = next(queue)) {
                        contents.check(pack, index, readData);
                    }
                    return null;
                });
            }
            scope.join();
        }
        packs.values().removeIf(CheckedPack::isGone);
    }

    private static @Nullable CheckedPack next(Iterator<CheckedPack> queue) {
        synchronized (queue) {
            return queue.hasNext() ? queue.next() : null;
        }
    }

    /// What the runs say and the footers do not.
    private void compareIndex(ChunkIndex index) throws IOException {
        Map<PackId, Long> entries = new HashMap<>();
        index.walk((w0, w1, w2, pack, _) -> {
            entries.merge(pack, 1L, Long::sum);
            CheckedPack there = packs.get(pack.id());
            if (there == null || there.isUnreadable()) {
                lostWith.computeIfAbsent(pack, _ -> new ChunkIds(settings.cloak()))
                        .add(w0, w1, w2);
            }
        });
        entries.forEach((pack, count) -> {
            CheckedPack there = packs.get(pack.id());
            String object = StoreNames.pack(pack.id()).path();
            if (there == null) {
                disagreements.add(
                        new Finding.MissingPack(object, "not there; it held " + count + " chunks", ChunkIds.NONE));
            } else if (!there.isUnreadable()) {
                there.addEntries(count, pack.bytes());
            }
        });
        for (CheckedPack pack : packs.values()) {
            String object = StoreNames.pack(pack.id()).path();
            if (!pack.isUnreadable() && pack.entries() == 0) {
                String detail = "no run names it; left by a session that did not end, unless a run was lost";
                disagreements.add(new Finding.UnlistedPack(object, detail, pack.bytes()));
            } else if (!pack.agrees()) {
                String detail = "the footer has " + pack.rows() + " chunks of " + pack.bytes() + " bytes in all, the "
                        + "runs name " + pack.entries() + " of which " + pack.listed() + " are right";
                disagreements.add(new Finding.WrongIndex(object, detail));
            }
        }
    }

    /// The findings with the chunks that are really lost: those without a copy in a pack that nothing is wrong with.
    private List<Finding> withoutCopies(ChunkIndex index) throws IOException {
        Map<String, ChunkIds> lostByObject = new HashMap<>();
        for (Map.Entry<PackId, ChunkIds> lost : lostWith.entrySet()) {
            lostByObject.put(StoreNames.pack(lost.getKey().id()).path(), lost.getValue());
        }
        ChunkIds.Test isLost = (w0, w1, w2) -> {
            for (Location place : index.all(new Hash(w0, w1, w2, 0))) {
                CheckedPack pack = packs.get(place.pack().id());
                if (pack != null && pack.isSound()) {
                    return false;
                }
            }
            return true;
        };
        List<Finding> filtered = new ArrayList<>();
        for (Finding finding : all()) {
            ChunkIds known = lostByObject.getOrDefault(finding.object(), ChunkIds.NONE);
            filtered.add(
                    switch (finding) {
                        case Finding.UnreadablePack f ->
                            new Finding.UnreadablePack(f.object(), f.detail(), known.filter(isLost));
                        case Finding.MissingPack f ->
                            new Finding.MissingPack(f.object(), f.detail(), known.filter(isLost));
                        case Finding.DamagedChunks f ->
                            new Finding.DamagedChunks(
                                    f.object(), f.detail(), f.offset(), f.lost().filter(isLost));
                        case Finding.DamagedStructure f -> f;
                        case Finding.DamagedRun f -> f;
                        case Finding.WrongIndex f -> f;
                        case Finding.UnlistedPack f -> f;
                        case Finding.StrayObject f -> f;
                    });
        }
        filtered.sort(Comparator.comparing(Finding::object));
        return filtered;
    }

    private List<Finding> all() {
        List<Finding> all = new ArrayList<>(strays);
        runs.values().forEach(damage -> damage.ifPresent(all::add));
        packs.values().forEach(pack -> all.addAll(pack.findings()));
        all.addAll(disagreements);
        return all;
    }

    private List<String> repair(List<Finding> found) throws IOException {
        boolean needed = found.stream().anyMatch(f -> f.isDamage() || f.remedy() == Finding.Remedy.COLLECT);
        if (!needed) {
            return List.of();
        }
        Set<Hash> damaged = new HashSet<>();
        packs.values().stream().filter(pack -> !pack.isSound()).forEach(pack -> damaged.add(pack.id()));
        return new IndexRepair(settings).run(damaged);
    }
}
