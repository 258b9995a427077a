package reel.store.gc;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.stream.Conflict;
import reel.stream.hash.Hash;

/// What a collection has done so far, for its report.
final class Tally {
    long before;
    long live;
    int kept;
    private long dead;
    private int removed;
    private int rewritten;
    private int written;
    private long freed;
    private int waiting;
    private long waitingBytes;
    private @Nullable String waitingFor;

    void written(long bytes) {
        written++;
        freed -= bytes;
    }

    /// @param uses the packs before they went
    void swept(Set<Hash> gone, Map<Hash, PackUse> uses, Inventory inventory) {
        for (Hash pack : gone) {
            PackUse use = uses.get(pack);
            Long leftover = inventory.leftovers().get(pack);
            if (use != null) {
                count(use);
                freed += use.pack().bytes();
            } else if (leftover != null) {
                removed++;
                freed += leftover;
            }
        }
        inventory.forget(gone);
    }

    private void count(PackUse use) {
        dead += use.deadChunks();
        if (use.liveChunks() == 0) {
            removed++;
        } else {
            rewritten++;
        }
    }

    void foretold(Plan plan, Inventory inventory) {
        for (PackUse use : plan.removed()) {
            count(use);
            freed += use.pack().bytes();
        }
        for (PackUse use : plan.rewritten()) {
            count(use);
            freed += Math.round(use.pack().bytes() * (1 - use.liveRatio()));
        }
        for (long bytes : inventory.leftovers().values()) {
            removed++;
            freed += bytes;
        }
        kept = inventory.uses().size() - plan.uses();
    }

    void waiting(Collection<Hash> packs, Inventory inventory, Conflict busy) {
        waitingFor = busy.getMessage();
        for (Hash pack : packs) {
            if (inventory.bytesOf(pack) > 0) {
                waiting++;
                waitingBytes += inventory.bytesOf(pack);
            }
        }
    }

    GcReport report(boolean dryRun) {
        return new GcReport(
                dryRun,
                live,
                dead,
                kept,
                removed,
                rewritten,
                written,
                before,
                freed,
                waiting,
                waitingBytes,
                waitingFor);
    }
}
