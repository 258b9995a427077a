package reel.app.heal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reel.app.Workspace;
import reel.app.keep.KnownPacks;
import reel.history.workspace.Progress;
import reel.protect.parity.ParitySurvey;
import reel.protect.twin.Twins;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.hash.Hash;

/// Reads packs, those not read for longest first, within a budget of time and bytes; heals what it finds damaged.
///
/// What was read is noted in `.reel/scrub` now and then, so a scrub that is stopped goes on where it was.
///
/// @param limit    how long at most; null for all packs
/// @param maxBytes how much at most; at least one pack is read
/// @param ticks    a clock that never jumps, in nanoseconds
public record ScrubRepository(@Nullable Duration limit, long maxBytes, LongSupplier ticks, Progress progress) {
    private static final String LEDGER = "scrub";

    /// Bytes read between two savings of the ledger.
    private static final long SAVE_EVERY = 1L << 30;

    /// Something found. @param healed whether it was brought back
    public record Found(String object, String detail, boolean healed) {}

    /// @param packs       read now
    /// @param allPacks    there are
    /// @param health      0 to 100: the share of bytes last read whole and under parity; half for either alone
    /// @param oldest      when the pack longest not read was read; null while there is one never read
    /// @param ledgerLost  whether the ledger could not be read, so that all begins anew
    public record Report(
            int packs,
            long bytes,
            int allPacks,
            long allBytes,
            long readBytes,
            long protectedBytes,
            int health,
            @Nullable Instant oldest,
            boolean ledgerLost,
            List<Found> found) {
        public boolean isLossless() {
            return found.stream().allMatch(Found::healed);
        }
    }

    public Report run(Workspace workspace) throws IOException {
        long start = ticks.getAsLong();
        List<Found> found = new ArrayList<>();
        for (var object : new Twins(workspace.raw()).restore()) {
            found.add(new Found(object.path(), "differed from its second copy", true));
        }
        Map<Hash, Long> there = new HashMap<>();
        workspace
                .raw()
                .list(
                        StoreNames.PACKS,
                        stat -> StoreNames.packId(stat.handle()).ifPresent(pack -> there.put(pack, stat.size())));
        missing(workspace, there, found);
        ScrubLedger ledger = ScrubLedger.read(workspace.folder().meta().resolve(LEDGER));
        List<Hash> queue = new ArrayList<>(there.keySet());
        queue.sort(Comparator.comparingLong((Hash pack) -> ledger.turn(pack)).thenComparing(Comparator.naturalOrder()));
        int packs = 0;
        long bytes = 0;
        long unsaved = 0;
        progress.begin(
                "scrubbing",
                -1,
                there.values().stream().mapToLong(Long::longValue).sum());
        try {
            for (Hash pack : queue) {
                boolean spent = limit != null && ticks.getAsLong() - start >= limit.toNanos();
                long size = java.util.Objects.requireNonNull(there.get(pack));
                if (spent || packs > 0 && bytes + size > maxBytes) {
                    break;
                }
                if (!check(workspace, pack, ledger, found)) {
                    there.remove(pack);
                    continue;
                }
                packs++;
                bytes += size;
                unsaved += size;
                progress.advance(0, size);
                if (unsaved > SAVE_EVERY) {
                    ledger.save(there.keySet());
                    unsaved = 0;
                }
            }
        } finally {
            ledger.save(there.keySet());
        }
        return report(workspace, there, ledger, packs, bytes, found);
    }

    /// Packs that the index names and that are gone.
    private static void missing(Workspace workspace, Map<Hash, Long> there, List<Found> found) throws IOException {
        Set<Hash> named;
        try {
            named = workspace.store().indexedPacks();
        } catch (Corrupt damage) {
            found.add(new Found(damage.thing(), String.valueOf(damage.getMessage()), false));
            return;
        }
        KnownPacks packs = KnownPacks.of(workspace);
        for (Hash pack : named) {
            if (there.containsKey(pack) || packs.isRemoved(pack)) {
                continue;
            }
            // One that is there by now was written since they were listed.
            boolean whole = packs.isThere(pack);
            if (!whole) {
                whole = workspace.parity().heal(pack);
                found.add(new Found(StoreNames.pack(pack).path(), "not there", whole));
            }
            if (whole) {
                there.put(pack, workspace.raw().stat(StoreNames.pack(pack)).size());
            }
        }
    }

    /// Whether the pack is still one to be counted: not removed meanwhile by whoever collects garbage.
    private static boolean check(Workspace workspace, Hash pack, ScrubLedger ledger, List<Found> found)
            throws IOException {
        String damage = workspace.store().damageOf(pack);
        if (damage != null && KnownPacks.of(workspace).isRemoved(pack)) {
            return false;
        }
        boolean whole = damage == null;
        if (damage != null) {
            whole = workspace.parity().heal(pack) && workspace.store().damageOf(pack) == null;
            found.add(new Found(StoreNames.pack(pack).path(), damage, whole));
        }
        ledger.note(pack, workspace.caller().clock().instant(), whole);
        return true;
    }

    private static Report report(
            Workspace workspace, Map<Hash, Long> there, ScrubLedger ledger, int packs, long bytes, List<Found> found)
            throws IOException {
        ParitySurvey survey = workspace.parity().survey(false);
        long all = 0;
        long read = 0;
        long guarded = 0;
        Instant oldest = Instant.MAX;
        boolean complete = true;
        for (Map.Entry<Hash, Long> pack : there.entrySet()) {
            ScrubLedger.Entry entry = ledger.entries().get(pack.getKey());
            all += pack.getValue();
            read += entry != null && entry.whole() ? pack.getValue() : 0;
            guarded += survey.members().containsKey(pack.getKey()) ? pack.getValue() : 0;
            complete &= entry != null;
            oldest = entry != null && entry.when().isBefore(oldest) ? entry.when() : oldest;
        }
        boolean lost = found.stream().anyMatch(one -> !one.healed());
        int health = all == 0 ? 100 : (int) ((50 * read + 50 * guarded) / all);
        return new Report(
                packs,
                bytes,
                there.size(),
                all,
                read,
                guarded,
                lost ? Math.min(health, 49) : health,
                complete && !there.isEmpty() ? oldest : null,
                ledger.wasDamaged(),
                List.copyOf(found));
    }
}
