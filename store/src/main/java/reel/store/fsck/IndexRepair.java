package reel.store.fsck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reel.backend.Backend;
import reel.backend.Locking;
import reel.store.epoch.Epochs;
import reel.store.index.ChunkIndex;
import reel.store.index.PendingIds;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.PackReader;
import reel.store.pack.PackSalvage;
import reel.store.pack.PackStream;
import reel.store.pack.PackTable;
import reel.store.pack.Places;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

/// Writes the index anew from the footers of sound packs, and copies what can be read of damaged packs into new ones.
///
/// Damaged packs stay where they are, named by no run: parity may still bring them back, and gc removes them. Every
/// step leaves a repository at least as good as before: new packs, then new runs, then the old runs go.
final class IndexRepair {
    private static final int MAX_PENDING = 3 << 18;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Backend backend;
    private final PackStream.Settings settings;
    private final List<String> done = new ArrayList<>();

    IndexRepair(PackStream.Settings settings) {
        this.backend = settings.backend();
        this.settings = settings;
    }

    /// @param damaged packs that are not sound @return what was done, for people
    List<String> run(Set<Hash> damaged) throws IOException {
        try (Locking.Lock lock = backend.traits().locking() == null ? null : new Epochs(backend).alone(PATIENCE)) {
            for (Hash pack : damaged) {
                salvage(pack);
            }
            rebuild(damaged);
            return done;
        }
    }

    private void salvage(Hash pack) throws IOException {
        Map<Integer, PackStream> streams = new HashMap<>();
        Places places = new Places();
        Set<Hash> saved = new HashSet<>();
        try {
            PackSalvage.read(backend, pack, settings.budget(), settings.cloak(), (kind, id, bytes, hint) -> {
                if (saved.add(id)) {
                    put(streams.computeIfAbsent(kind, k -> new PackStream(settings, k, places)), id, bytes, hint);
                }
            });
            for (PackStream stream : streams.values()) {
                stream.finish();
            }
            done.add("saved " + saved.size() + " chunks of " + StoreNames.pack(pack) + " (new packs: "
                    + places.packs().size() + ")");
        } finally {
            for (PackStream stream : streams.values()) {
                stream.close();
            }
        }
    }

    private static void put(PackStream stream, Hash id, MemorySegment bytes, Compressibility hint) throws IOException {
        long unused = stream.put(id, bytes, hint);
    }

    private void rebuild(Set<Hash> damaged) throws IOException {
        List<PackId> listed = new ArrayList<>();
        backend.list(
                StoreNames.PACKS,
                stat -> StoreNames.packId(stat.handle())
                        .filter(id -> !damaged.contains(id))
                        .ifPresent(id -> listed.add(new PackId(id, stat.size()))));
        Set<Hash> written = new HashSet<>();
        PendingIds pending = new PendingIds();
        List<PackId> packs = new ArrayList<>();
        long entries = 0;
        for (PackId pack : listed) {
            PackReader reader = PackReader.open(backend, pack.id());
            try {
                PackTable table = reader.table();
                if (pending.size() + table.chunks() > MAX_PENDING) {
                    flush(pending, packs, written);
                }
                int number = packs.size();
                packs.add(pack);
                for (int chunk = 0; chunk < table.chunks(); chunk++) {
                    pending.addCopy(table.id(chunk), (long) number << 32 | chunk);
                    entries++;
                }
            } finally {
                reader.leave();
            }
        }
        flush(pending, packs, written);
        ChunkIndex.replaceRuns(backend, written);
        done.add("wrote the index anew: " + entries + " chunks of " + listed.size() + " packs");
    }

    private void flush(PendingIds pending, List<PackId> packs, Set<Hash> written) throws IOException {
        int count = pending.size();
        if (count > 0) {
            Hash run = ChunkIndex.writeRun(
                    backend,
                    settings.cloak(),
                    pending.drain(value -> (int) (value >>> 32), value -> (int) value),
                    count,
                    packs);
            if (run != null) {
                written.add(run);
            }
        }
        packs.clear();
    }
}
