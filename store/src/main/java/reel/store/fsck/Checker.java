package reel.store.fsck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import reel.backend.Backend;
import reel.backend.Stat;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.PackReader;
import reel.store.pack.PackStream;
import reel.store.pack.PackTable;
import reel.stream.Corrupt;
import reel.stream.CpuPool;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Scope;
import reel.stream.hash.Hash;

/// One check of one repository's packs and runs. Used once; reads only, unless asked to repair.
///
/// It takes no lock for reading: what others write meanwhile may show as an unlisted pack, which is no damage.
public final class Checker {
    private final Backend backend;
    private final PackStream.Settings settings;
    private final FsckProgress progress;

    private final Map<Hash, CheckedPack> packs = new HashMap<>();
    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final Set<Hash> goodRuns = new TreeSet<>();
    private final Map<PackId, ChunkIds> lostWith = new HashMap<>();
    private final AtomicLong doneBytes = new AtomicLong();
    private long totalBytes;
    private int runs;

    /// @param settings of the repository; its cloak is on what they hold
    public Checker(PackStream.Settings settings, FsckProgress progress) {
        this.backend = settings.backend();
        this.settings = settings;
        this.progress = progress;
    }

    public FsckReport run(FsckOptions options) throws IOException {
        list();
        checkRuns();
        try (ChunkIndex index = ChunkIndex.of(backend, settings.cloak(), goodRuns)) {
            checkPacks(index, options.readData());
            compareIndex(index);
            List<Finding> found = withoutCopies(index);
            List<String> repaired = options.repairIndex() ? repair(found) : List.of();
            long chunks = packs.values().stream().mapToLong(CheckedPack::rows).sum();
            return new FsckReport(found, packs.size(), totalBytes, chunks, runs, repaired);
        }
    }

    private void list() throws IOException {
        backend.list(
                StoreNames.PACKS,
                stat -> StoreNames.packId(stat.handle())
                        .ifPresentOrElse(
                                id -> {
                                    packs.put(id, new CheckedPack(id, stat.size()));
                                    totalBytes += stat.size();
                                },
                                () -> findings.add(stray(stat))));
    }

    private static Finding stray(Stat stat) {
        return new Finding.StrayObject(stat.handle().path(), stat.size() + " bytes under a name that is none of ours");
    }

    private void checkRuns() throws IOException {
        List<Hash> listed = new ArrayList<>();
        backend.list(
                StoreNames.RUNS,
                stat -> StoreNames.runId(stat.handle()).ifPresentOrElse(listed::add, () -> findings.add(stray(stat))));
        for (Hash run : listed) {
            try {
                ChunkIndex.check(backend, settings.cloak(), run);
                goodRuns.add(run);
                runs++;
            } catch (Corrupt | Refused damage) {
                runs++;
                findings.add(new Finding.DamagedRun(StoreNames.run(run).path(), message(damage)));
            } catch (Missing _) {
                // Merged into another one since the listing.
            }
        }
    }

    private void checkPacks(ChunkIndex index, boolean readData) throws IOException {
        Iterator<CheckedPack> queue = List.copyOf(packs.values()).iterator();
        try (Scope scope = Scope.open("fsck")) {
            for (int i = 0; i < CpuPool.threads(); i++) {
                Future<?> unused = scope.fork(() -> {
                    for (CheckedPack pack = next(queue); pack != null; pack = next(queue)) {
                        checkPack(pack, index, readData);
                    }
                    return null;
                });
            }
            scope.join();
        }
    }

    private static @org.jspecify.annotations.Nullable CheckedPack next(Iterator<CheckedPack> queue) {
        synchronized (queue) {
            return queue.hasNext() ? queue.next() : null;
        }
    }

    private void checkPack(CheckedPack pack, ChunkIndex index, boolean readData) throws IOException {
        String object = StoreNames.pack(pack.id()).path();
        PackReader reader;
        try {
            reader = PackReader.open(backend, pack.id());
        } catch (Corrupt | Refused damage) {
            pack.setUnreadable();
            findings.add(new Finding.UnreadablePack(object, message(damage), ChunkIds.NONE));
            return;
        } catch (Missing _) {
            // Collected since the listing; if a run still names it, it was not listed by then either.
            packs.remove(pack.id());
            return;
        }
        try {
            checkStructure(pack, reader, object);
            pack.setRows(reader.table().chunks());
            pack.setListed(countListed(reader.table(), pack.id(), index));
            if (readData) {
                checkData(pack, reader, object);
            } else {
                progress.advanced(doneBytes.addAndGet(pack.bytes()), totalBytes);
            }
        } finally {
            reader.leave();
        }
    }

    private void checkStructure(CheckedPack pack, PackReader reader, String object) throws IOException {
        try {
            reader.checkStructure(settings.cloak());
        } catch (Corrupt damage) {
            pack.setDamaged();
            findings.add(new Finding.DamagedStructure(object, message(damage), ChunkIds.NONE));
        }
    }

    private static int countListed(PackTable table, Hash pack, ChunkIndex index) throws IOException {
        int listed = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            for (Location place : index.all(table.id(chunk))) {
                if (place.chunk() == chunk && place.pack().id().equals(pack)) {
                    listed++;
                    break;
                }
            }
        }
        return listed;
    }

    private void checkData(CheckedPack pack, PackReader reader, String object) throws IOException {
        PackTable table = reader.table();
        for (int frame = 0; frame < table.frames(); frame++) {
            PackReader.FrameCheck check = reader.checkFrame(frame, settings.budget(), settings.cloak());
            if (check.detail() != null) {
                pack.setDamaged();
                ChunkIds lost = new ChunkIds(settings.cloak());
                check.damaged().forEach(lost::add);
                findings.add(new Finding.DamagedChunks(object, check.detail(), table.frameOffset(frame), lost));
            }
            progress.advanced(doneBytes.addAndGet(table.frameSealedBytes(frame)), totalBytes);
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
                findings.add(new Finding.MissingPack(object, "not there; it held " + count + " chunks", ChunkIds.NONE));
            } else if (!there.isUnreadable()) {
                there.addEntries(count, pack.bytes());
            }
        });
        for (CheckedPack pack : packs.values()) {
            String object = StoreNames.pack(pack.id()).path();
            if (!pack.isUnreadable() && pack.entries() == 0) {
                String detail = "no run names it; left by a session that did not end, unless a run was lost";
                findings.add(new Finding.UnlistedPack(object, detail, pack.bytes()));
            } else if (!pack.agrees()) {
                String detail = "the footer has " + pack.rows() + " chunks of " + pack.bytes() + " bytes in all, the "
                        + "runs name " + pack.entries() + " of which " + pack.listed() + " are right";
                findings.add(new Finding.WrongIndex(object, detail));
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
        for (Finding finding : findings) {
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

    private List<String> repair(List<Finding> found) throws IOException {
        boolean needed = found.stream().anyMatch(f -> f.isDamage() || f.remedy() == Finding.Remedy.COLLECT);
        if (!needed) {
            return List.of();
        }
        Set<Hash> damaged = new HashSet<>();
        packs.values().stream().filter(pack -> !pack.isSound()).forEach(pack -> damaged.add(pack.id()));
        return new IndexRepair(settings).run(damaged);
    }

    private static String message(IOException damage) {
        return String.valueOf(damage.getMessage());
    }
}
