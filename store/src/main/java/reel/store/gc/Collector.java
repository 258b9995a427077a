package reel.store.gc;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reel.backend.Backend;
import reel.backend.Locking;
import reel.store.LiveIds;
import reel.store.epoch.Epochs;
import reel.store.index.ChunkIndex;
import reel.store.layout.PackId;
import reel.store.pack.PackStream;
import reel.store.pack.Packs;
import reel.stream.Exhausted;
import reel.stream.hash.Hash;

/// One collection over one repository, beside sessions that write. Used once.
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
            Retirement retirement = new Retirement(backend, index, packs, epochs, live, options, tally);
            if (!options.dryRun() && !retirement.finish()) {
                return tally.report(false);
            }
            Inventory inventory = retirement.mark();
            Plan plan = Plan.of(inventory, packs, settings.packBytes(), options.repackBelowLiveRatio());
            tally.live = inventory.liveChunks();
            if (options.dryRun()) {
                tally.before = inventory.bytes();
                tally.foretold(plan, inventory);
                return tally.report(true);
            }
            Set<Hash> doomed = plan.all();
            try {
                doomed.removeAll(copy(plan.rewritten(), retirement));
            } catch (Exhausted full) {
                // What nothing needs makes room on a full disk, for the next collection to copy into.
                retirement.retire(plan.garbage(), inventory);
                throw full;
            }
            boolean done = retirement.retire(doomed, inventory);
            tally.kept = inventory.uses().size() - (done ? 0 : plan.uses());
            return tally.report(false);
        }
    }

    /// As [#run], and puts chunks that lie far apart next to each other where `order` reads them one after the
    /// other, and compresses harder what gains by it. Stopped at any time, it leaves a whole repository and a part
    /// of the work done.
    ///
    /// @param order the ids of contents in the order in which they are read most
    public GcReport optimize(LiveIds live, LiveIds order, GcOptions options, Batch batch) throws IOException {
        try (Locking.Lock lock = epochs.collecting(options.patience())) {
            Retirement retirement = new Retirement(backend, index, packs, epochs, live, options, tally);
            if (!retirement.finish()) {
                return tally.report(false);
            }
            Inventory inventory = retirement.mark();
            tally.live = inventory.liveChunks();
            Relocation relocation = new Relocation(index, packs, settings, chunks, inventory, retirement, tally, batch);
            if (relocation.run(order) && tidy(inventory, retirement, options, batch.bytes())) {
                tally.kept = inventory.uses().size();
            }
            return tally.report(false);
        }
    }

    /// What is left to collect, a batch at a time. @return false when sessions are in the way
    private boolean tidy(Inventory inventory, Retirement retirement, GcOptions options, long batchBytes)
            throws IOException {
        Plan plan = Plan.of(inventory, packs, settings.packBytes(), options.repackBelowLiveRatio());
        List<PackUse> rewritten = new ArrayList<>(plan.rewritten());
        Recompression recompression = new Recompression(packs, settings);
        for (PackUse use : inventory.uses()) {
            if (use.liveChunks() > 0 && !rewritten.contains(use) && recompression.pays(use)) {
                rewritten.add(use);
            }
        }
        rewritten.sort(Plan.ORDER);
        Set<Hash> doomed = plan.garbage();
        List<PackUse> batch = new ArrayList<>();
        long bytes = 0;
        for (PackUse use : rewritten) {
            batch.add(use);
            bytes += use.pack().bytes();
            if (bytes >= batchBytes) {
                if (!replace(batch, doomed, inventory, retirement)) {
                    return false;
                }
                bytes = 0;
            }
        }
        return replace(batch, doomed, inventory, retirement);
    }

    private boolean replace(List<PackUse> batch, Set<Hash> doomed, Inventory inventory, Retirement retirement)
            throws IOException {
        batch.forEach(use -> doomed.add(use.pack().id()));
        doomed.removeAll(copy(batch, retirement));
        boolean done = retirement.retire(doomed, inventory);
        batch.clear();
        doomed.clear();
        return done;
    }

    /// @return the new packs
    private Set<Hash> copy(List<PackUse> rewritten, Retirement retirement) throws IOException {
        Set<Hash> made = new HashSet<>();
        for (int from = 0; from < rewritten.size(); ) {
            int kind = rewritten.get(from).kind();
            int to = from;
            while (to < rewritten.size() && rewritten.get(to).kind() == kind) {
                to++;
            }
            try (Rewriter rewriter = new Rewriter(index, packs, settings, chunks, kind, retirement::condemns)) {
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
}
