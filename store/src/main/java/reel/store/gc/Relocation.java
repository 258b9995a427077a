package reel.store.gc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.store.Kind;
import reel.store.LiveIds;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.PackId;
import reel.store.pack.PackReader;
import reel.store.pack.PackStream;
import reel.store.pack.Packs;
import reel.stream.hash.Hash;

/// Copies contents that are read one after the other into packs where they lie one after the other.
///
/// What is read is looked at in windows. A window whose chunks lie together stays where it is: only scattered ones are
/// worth the copying, and what was copied is not scattered any more, so a second run finds nothing to do.
final class Relocation {
    /// About a pack.
    private static final long WINDOW_BYTES = 64L << 20;

    /// Of tiny chunks a window ends before it has that many bytes, so that a batch is at most a quarter over its limit.
    private static final int WINDOWS_PER_BATCH = 4;

    /// A jump to another place takes a disk as long as reading this much; a window whose jumps take more than a quarter
    /// of its reading is scattered.
    private static final long BYTES_PER_JUMP = 1L << 20;

    private static final int MAX_JUMP_SHARE = 4;

    /// As far ahead the disk or the system has read anyway.
    private static final int NEAR_CHUNKS = 256;

    private final ChunkIndex index;
    private final Packs packs;
    private final PackStream.Settings settings;
    private final Collector.ChunkSource chunks;
    private final Inventory inventory;
    private final Retirement retirement;
    private final Tally tally;
    private final Batch batch;

    private final List<Wanted> window = new ArrayList<>();
    private long windowBytes;
    private long jumps;
    private @Nullable Wanted last;

    private final List<Wanted> copied = new ArrayList<>();
    private @Nullable Rewriter rewriter;
    private long batchedBytes;
    private boolean stopped;

    private record Wanted(Hash id, PackUse use, int chunk, int length) {}

    Relocation(
            ChunkIndex index,
            Packs packs,
            PackStream.Settings settings,
            Collector.ChunkSource chunks,
            Inventory inventory,
            Retirement retirement,
            Tally tally,
            Batch batch) {
        this.index = index;
        this.packs = packs;
        this.settings = settings;
        this.chunks = chunks;
        this.inventory = inventory;
        this.retirement = retirement;
        this.tally = tally;
        this.batch = batch;
    }

    /// @return false when sessions are in the way
    boolean run(LiveIds order) throws IOException {
        try {
            order.forEach(id -> {
                try {
                    if (!stopped) {
                        add(id);
                    }
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
            if (!stopped) {
                endWindow();
                stopped = !endBatch();
            }
            return !stopped;
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } finally {
            if (rewriter != null) {
                rewriter.close();
            }
        }
    }

    private void add(Hash id) throws IOException {
        Wanted wanted = find(id);
        if (wanted == null) {
            return;
        }
        Wanted before = last;
        boolean near =
                before != null && before.use == wanted.use && Math.abs(wanted.chunk - before.chunk) <= NEAR_CHUNKS;
        jumps += near ? 0 : 1;
        last = wanted;
        window.add(wanted);
        windowBytes += wanted.length;
        if (windowBytes >= WINDOW_BYTES || window.size() >= batch.chunks() / WINDOWS_PER_BATCH) {
            endWindow();
            if (batchedBytes >= batch.bytes() || copied.size() >= batch.chunks()) {
                stopped = !endBatch();
            }
        }
    }

    /// The place of a chunk that is asked for the first time; null for one that is elsewhere already.
    private @Nullable Wanted find(Hash id) throws IOException {
        for (Location place : index.all(id)) {
            PackUse use = inventory.use(place.pack());
            if (use != null && use.isLive(place.chunk())) {
                return use.see(place.chunk()) ? wanted(id, use, place.chunk()) : null;
            }
        }
        return null;
    }

    private @Nullable Wanted wanted(Hash id, PackUse use, int chunk) throws IOException {
        PackReader reader = packs.enter(use.pack().id());
        try {
            return reader.table().kind() == Kind.DATA.code()
                    ? new Wanted(id, use, chunk, reader.table().chunkLength(chunk))
                    : null;
        } finally {
            reader.leave();
        }
    }

    private void endWindow() throws IOException {
        // As many packs as these bytes fill have to be gone to in any case.
        long needless = jumps - windowBytes / settings.packBytes() - 2;
        if (needless * BYTES_PER_JUMP * MAX_JUMP_SHARE > windowBytes) {
            Rewriter into = rewriter;
            if (into == null) {
                into = new Rewriter(index, packs, settings, chunks, Kind.DATA.code(), retirement::condemns);
                rewriter = into;
            }
            for (Wanted wanted : window) {
                into.copy(wanted.use, wanted.chunk);
            }
            copied.addAll(window);
            batchedBytes += windowBytes;
        }
        window.clear();
        windowBytes = 0;
        jumps = 0;
    }

    /// The copies take the places of what they were made from; packs that have nothing else go.
    private boolean endBatch() throws IOException {
        Rewriter made = rewriter;
        if (made == null) {
            return true;
        }
        for (PackId pack : made.finish()) {
            tally.written(pack.bytes());
        }
        rewriter = null;
        made.close();
        copied.forEach(wanted -> wanted.use.move(wanted.chunk));
        copied.clear();
        batchedBytes = 0;
        Set<Hash> dead = new HashSet<>();
        for (PackUse use : inventory.uses()) {
            if (use.liveChunks() == 0) {
                dead.add(use.pack().id());
            }
        }
        return retirement.retire(dead, inventory);
    }
}
