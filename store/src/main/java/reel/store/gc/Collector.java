package reel.store.gc;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reel.backend.Backend;
import reel.backend.Locking;
import reel.store.LiveIds;
import reel.store.epoch.EpochRecord;
import reel.store.epoch.Epochs;
import reel.store.index.ChunkIndex;
import reel.store.layout.PackId;
import reel.store.pack.PackStream;
import reel.store.pack.Packs;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// One collection over one repository, beside sessions that write. Used once. The numbers in the comments are the
/// steps of docs/format/gc.md.
public final class Collector {
    private final ChunkIndex index;
    private final Packs packs;
    private final PackStream.Settings settings;
    private final ChunkSource chunks;
    private final Epochs epochs;
    private final Backend backend;
    private final Tally tally = new Tally();

    /// Reads a chunk from whichever pack still has it, checked.
    @FunctionalInterface
    public interface ChunkSource {
        void read(Hash id, MemorySegment into) throws IOException;
    }

    /// @param settings for the packs that are written
    public Collector(ChunkIndex index, Packs packs, PackStream.Settings settings, ChunkSource chunks, Epochs epochs) {
        this.index = index;
        this.packs = packs;
        this.settings = settings;
        this.chunks = chunks;
        this.epochs = epochs;
        this.backend = settings.backend();
    }

    /// Collects. [Corrupt] when a living chunk is missing; then nothing has been deleted. [Conflict] when another
    /// collection is at it.
    public GcReport run(LiveIds live, GcOptions options) throws IOException {
        try (Locking.Lock lock = epochs.collecting(options.patience())) {
            EpochRecord record = newest();
            if (options.dryRun()) {
                return foretell(record, live, options);
            }
            Sweep sweep = new Sweep(backend, index, packs, options.beforeDelete());
            if (!finish(record, live, options, sweep)) {
                return tally.report(false);
            }
            collect(record, live, options, sweep);
            return tally.report(false);
        }
    }

    /// The newest epoch's record; where it cannot be read, one that condemns nothing stands for it: whatever it
    /// condemned is condemned anew.
    private EpochRecord newest() throws IOException {
        try {
            return epochs.current();
        } catch (Corrupt damaged) {
            return new EpochRecord(epochs.newest(), 0, Set.of());
        }
    }

    /// 0: what an earlier collection condemned. @return false when sessions are in the way
    private boolean finish(EpochRecord record, LiveIds live, GcOptions options, Sweep sweep) throws IOException {
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

    /// 1 to 8.
    private void collect(EpochRecord record, LiveIds live, GcOptions options, Sweep sweep) throws IOException {
        long floor = live.floor(record.floor());
        live.begin(floor);
        Inventory inventory = Inventory.take(backend, index);
        inventory.mark(live, new HashSet<>());
        Plan plan = Plan.of(inventory, packs, settings.packBytes(), options.repackBelowLiveRatio());
        tally.live = inventory.liveChunks();
        Set<Hash> doomed = new HashSet<>(plan.all());
        doomed.removeAll(copy(plan.rewritten(), record));
        if (doomed.isEmpty()) {
            tally.kept = inventory.uses().size();
            return;
        }
        EpochRecord next = record.next(floor, atMost(doomed, EpochRecord.MAX_CONDEMNED));
        epochs.create(next);
        Conflict busy = epochs.drain(record.number(), options.patience());
        if (busy != null) {
            tally.waiting(next.condemned(), inventory, busy);
            tally.kept = inventory.uses().size() - plan.uses();
            return;
        }
        Map<Hash, PackUse> uses = inventory.measured(doomed, packs);
        tally.swept(sweep.run(next, next.condemned(), inventory, live), uses, inventory);
        tally.kept = inventory.uses().size();
    }

    private static Set<Hash> atMost(Set<Hash> packs, int limit) {
        return packs.size() <= limit ? packs : packs.stream().limit(limit).collect(Collectors.toSet());
    }

    /// 3. @return the new packs
    private Set<Hash> copy(List<PackUse> rewritten, EpochRecord record) throws IOException {
        Set<Hash> made = new HashSet<>();
        for (int from = 0; from < rewritten.size(); ) {
            int kind = rewritten.get(from).kind();
            int to = from;
            while (to < rewritten.size() && rewritten.get(to).kind() == kind) {
                to++;
            }
            try (Rewriter rewriter = new Rewriter(index, packs, settings, chunks, kind, record.condemned()::contains)) {
                for (PackUse use : rewritten.subList(from, to)) {
                    rewriter.copy(use);
                }
                for (PackId pack : rewriter.finish()) {
                    made.add(pack.id());
                    tally.written(pack.bytes());
                }
            }
            from = to;
        }
        return made;
    }

    private GcReport foretell(EpochRecord record, LiveIds live, GcOptions options) throws IOException {
        live.begin(live.floor(record.floor()));
        Inventory inventory = Inventory.take(backend, index);
        inventory.mark(live, new HashSet<>());
        Plan plan = Plan.of(inventory, packs, settings.packBytes(), options.repackBelowLiveRatio());
        tally.before = inventory.bytes();
        tally.live = inventory.liveChunks();
        tally.foretold(plan, inventory);
        return tally.report(true);
    }
}
