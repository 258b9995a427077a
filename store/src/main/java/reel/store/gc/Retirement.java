package reel.store.gc;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reel.backend.Backend;
import reel.store.LiveIds;
import reel.store.epoch.EpochRecord;
import reel.store.epoch.Epochs;
import reel.store.index.ChunkIndex;
import reel.store.pack.Packs;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// How packs leave: condemned, waited for, looked for once more, swept. The numbers are the steps of docs/format/gc.md.
/// Whoever makes one holds the right to collect.
final class Retirement {
    private final Backend backend;
    private final ChunkIndex index;
    private final Packs packs;
    private final Epochs epochs;
    private final LiveIds live;
    private final GcOptions options;
    private final Tally tally;
    private final Sweep sweep;
    private EpochRecord record;
    private long floor;

    Retirement(
            Backend backend, ChunkIndex index, Packs packs, Epochs epochs, LiveIds live, GcOptions options, Tally tally)
            throws IOException {
        this.backend = backend;
        this.index = index;
        this.packs = packs;
        this.epochs = epochs;
        this.live = live;
        this.options = options;
        this.tally = tally;
        this.sweep = new Sweep(backend, index, packs, options.beforeDelete());
        this.record = newest(epochs);
    }

    /// The newest epoch's record; where it cannot be read, one that condemns nothing stands for it: whatever it
    /// condemned is condemned anew.
    private static EpochRecord newest(Epochs epochs) throws IOException {
        try {
            return epochs.current();
        } catch (Corrupt damaged) {
            return new EpochRecord(epochs.newest(), 0, Set.of());
        }
    }

    /// Whether no new pack may have that name.
    boolean condemns(Hash pack) {
        return record.condemned().contains(pack);
    }

    /// 0: what an earlier collection condemned. @return false when sessions are in the way
    boolean finish() throws IOException {
        Inventory inventory = Inventory.take(backend, index);
        tally.before = inventory.bytes();
        Set<Hash> left = new HashSet<>(record.condemned());
        left.retainAll(inventory.all());
        Conflict busy = epochs.drain(record.number() - 1, options.patience());
        if (busy != null) {
            tally.waiting(left, inventory, busy);
            return false;
        }
        if (!left.isEmpty()) {
            Map<Hash, PackUse> uses = inventory.measured(left, packs);
            live.begin(record.floor());
            tally.swept(sweep.run(record, left, inventory, live), uses, inventory);
        }
        return true;
    }

    /// 1: everything that is there, and what of it lives.
    Inventory mark() throws IOException {
        floor = live.floor(record.floor());
        live.begin(floor);
        Inventory inventory = Inventory.take(backend, index);
        inventory.mark(live, new HashSet<>());
        return inventory;
    }

    /// 4 to 8. @return false when sessions are in the way: then the packs wait for the next collection
    boolean retire(Set<Hash> doomed, Inventory inventory) throws IOException {
        if (doomed.isEmpty()) {
            return true;
        }
        EpochRecord elder = record;
        EpochRecord next = elder.next(floor, atMost(doomed, EpochRecord.MAX_CONDEMNED));
        epochs.create(next);
        record = next;
        Conflict busy = epochs.drain(elder.number(), options.patience());
        if (busy != null) {
            tally.waiting(next.condemned(), inventory, busy);
            return false;
        }
        Map<Hash, PackUse> uses = inventory.measured(doomed, packs);
        tally.swept(sweep.run(next, next.condemned(), inventory, live), uses, inventory);
        return true;
    }

    private static Set<Hash> atMost(Set<Hash> packs, int limit) {
        return packs.size() <= limit ? packs : packs.stream().limit(limit).collect(Collectors.toSet());
    }
}
