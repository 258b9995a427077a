package reel.store.gc;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import reel.backend.Backend;
import reel.store.LiveIds;
import reel.store.epoch.EpochRecord;
import reel.store.index.ChunkIndex;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.store.pack.Packs;
import reel.stream.Conflict;
import reel.stream.hash.Hash;

/// The end of a collection: condemned packs go, unless a last look at the roots finds something in them.
///
/// The sessions that may rely on them have ended.
final class Sweep {
    /// Operations that come between look and announcement, one after the other: each makes the next look short.
    private static final int MAX_ATTEMPTS = 1000;

    private final Backend backend;
    private final ChunkIndex index;
    private final Packs packs;
    private final BeforeDelete beforeDelete;

    Sweep(Backend backend, ChunkIndex index, Packs packs, BeforeDelete beforeDelete) {
        this.backend = backend;
        this.index = index;
        this.packs = packs;
        this.beforeDelete = beforeDelete;
    }

    /// @param doomed what the record condemns, as far as it is there
    /// @return what went
    Set<Hash> run(EpochRecord record, Set<Hash> doomed, Inventory inventory, LiveIds live) throws IOException {
        Set<Hash> going = new HashSet<>(doomed);
        index.refresh();
        spareIndexed(going, inventory);
        for (int attempt = 0; ; attempt++) {
            inventory.mark(live, going);
            if (going.isEmpty() || live.announce(record.number(), record.floor())) {
                break;
            }
            if (attempt == MAX_ATTEMPTS) {
                throw new Conflict(
                        "operation log",
                        "others were faster " + MAX_ATTEMPTS + " times in a row",
                        "Nothing was deleted; run gc again.");
            }
        }
        inventory.mark(live, going);
        if (!going.isEmpty()) {
            beforeDelete.accept(Set.copyOf(going));
        }
        if (!going.isEmpty()) {
            index.rewrite(pack -> !going.contains(pack.id()));
        }
        for (Hash pack : going) {
            packs.forget(pack);
            backend.delete(StoreNames.pack(pack));
        }
        return going;
    }

    /// A pack that no run named when it was listed, and some run names now: the session that wrote it was still there.
    /// The same goes for one that a run named and that was not there.
    private void spareIndexed(Set<Hash> going, Inventory inventory) throws IOException {
        Set<PackId> before = Set.copyOf(inventory.gone());
        inventory.lookForGone();
        for (PackId pack : before) {
            if (!inventory.gone().contains(pack)) {
                going.remove(pack.id());
            }
        }
        for (PackId pack : index.packs()) {
            Long bytes = inventory.leftovers().get(pack.id());
            if (bytes != null && bytes.equals(pack.bytes())) {
                going.remove(pack.id());
            }
        }
    }
}
