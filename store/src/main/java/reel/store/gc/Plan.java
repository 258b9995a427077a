package reel.store.gc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reel.store.layout.PackId;
import reel.store.pack.Packs;
import reel.stream.hash.Hash;

/// What a collection does with which pack.
///
/// @param removed   packs without a living chunk
/// @param rewritten packs whose living chunks are copied, in the order in which they are
/// @param others    leftovers, and names of packs that are not there any more: both leave the index
record Plan(List<PackUse> removed, List<PackUse> rewritten, Set<Hash> others) {
    /// Small packs of a kind that are worth joining.
    private static final int MIN_JOINED = 4;

    /// The order in which they were written keeps what was added together near each other.
    static final Comparator<PackUse> ORDER = Comparator.comparing(PackUse::kind)
            .thenComparing(PackUse::written)
            .thenComparing(use -> use.pack().id());

    /// @param ratio packs whose living share is less are rewritten
    static Plan of(Inventory inventory, Packs packs, int packBytes, double ratio) throws IOException {
        List<PackUse> removed = new ArrayList<>();
        List<PackUse> rewritten = new ArrayList<>();
        Map<Integer, List<PackUse>> small = new HashMap<>();
        for (PackUse use : inventory.uses()) {
            use.measure(packs);
            if (use.liveChunks() == 0) {
                removed.add(use);
            } else if (use.liveRatio() < ratio) {
                rewritten.add(use);
            } else if (use.pack().bytes() < packBytes / 2) {
                small.computeIfAbsent(use.kind(), _ -> new ArrayList<>()).add(use);
            }
        }
        for (List<PackUse> ofKind : small.values()) {
            if (ofKind.size() >= MIN_JOINED) {
                rewritten.addAll(ofKind);
            }
        }
        rewritten.sort(ORDER);
        Set<Hash> others = new HashSet<>(inventory.leftovers().keySet());
        inventory.gone().stream().map(PackId::id).forEach(others::add);
        return new Plan(removed, rewritten, others);
    }

    /// Indexed packs that go.
    int uses() {
        return removed.size() + rewritten.size();
    }

    /// Everything that goes.
    Set<Hash> all() {
        Set<Hash> all = garbage();
        rewritten.forEach(use -> all.add(use.pack().id()));
        return all;
    }

    /// What goes without leaving anything to copy.
    Set<Hash> garbage() {
        Set<Hash> garbage = new HashSet<>(others);
        removed.forEach(use -> garbage.add(use.pack().id()));
        return garbage;
    }
}
