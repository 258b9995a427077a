package reel.store.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import reel.store.layout.PackId;

/// Several runs walked as one, in order of id, with one pack table for all.
///
/// Runs are at most a few dozen, so the least is found by looking at all of them.
final class MergedCursor implements EntryCursor {
    private final List<Run.Cursor> live = new ArrayList<>();
    private final List<int[]> packNumbers = new ArrayList<>();
    private final List<PackId> packs;
    private int current = -1;

    /// @param keep packs whose entries stay; the others' are left out
    static MergedCursor of(List<Run> runs, Predicate<PackId> keep) throws IOException {
        Map<PackId, Integer> numbers = new LinkedHashMap<>();
        List<int[]> tables = new ArrayList<>();
        for (Run run : runs) {
            int[] table = new int[run.packs().size()];
            for (int i = 0; i < table.length; i++) {
                PackId pack = run.packs().get(i);
                table[i] = keep.test(pack) ? numbers.computeIfAbsent(pack, _ -> numbers.size()) : -1;
            }
            tables.add(table);
        }
        MergedCursor merged = new MergedCursor(List.copyOf(numbers.keySet()));
        for (int i = 0; i < runs.size(); i++) {
            Run.Cursor walk = runs.get(i).walk();
            if (walk.next()) {
                merged.live.add(walk);
                merged.packNumbers.add(tables.get(i));
            }
        }
        return merged;
    }

    private MergedCursor(List<PackId> packs) {
        this.packs = packs;
    }

    /// What [#pack] means.
    List<PackId> packs() {
        return packs;
    }

    @Override
    public boolean next() throws IOException {
        if (current >= 0 && !live.get(current).next()) {
            live.remove(current);
            packNumbers.remove(current);
        }
        current = live.isEmpty() ? -1 : 0;
        for (int i = 1; i < live.size(); i++) {
            Run.Cursor least = live.get(current);
            Run.Cursor other = live.get(i);
            if (RunLayout.compare(other.w0(), other.w1(), other.w2(), least.w0(), least.w1(), least.w2()) < 0) {
                current = i;
            }
        }
        return current >= 0;
    }

    @Override
    public long w0() {
        return live.get(current).w0();
    }

    @Override
    public long w1() {
        return live.get(current).w1();
    }

    @Override
    public long w2() {
        return live.get(current).w2();
    }

    @Override
    public int pack() {
        return packNumbers.get(current)[live.get(current).pack()];
    }

    @Override
    public int chunk() {
        return live.get(current).chunk();
    }
}
