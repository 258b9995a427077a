package reel.protect.parity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reel.stream.hash.Hash;

/// Decides which packs share a group.
///
/// A group's repair symbols must make up for its largest member, so only packs of similar size share one, and the
/// more they are the less a lost pack costs. Packs come a few at a time, so groups grow as the numbers of a
/// binary counter do: a new group takes in every group that is not larger than itself, until it has enough
/// members to cost no more than the rate. Each pack is so encoded a logarithmic number of times.
final class Grouping {
    private Grouping() {}

    /// @param id null for packs that have no parity yet
    record Group(Hash id, List<Sized> packs) {}

    /// A pack and its length.
    record Sized(Hash pack, long bytes) {}

    /// A group to be made. @param replaces the groups that it makes unneeded
    record Plan(List<Sized> packs, List<Hash> replaces) {}

    /// Members from which on a group costs about the rate.
    static int enough(Rate rate) {
        return Math.clamp(Math.ceilDiv(10_000, Math.max(1, rate.basisPoints())), 2, GroupShape.MAX_MEMBERS);
    }

    /// @param groups what there is
    /// @param fresh  packs without parity
    static List<Plan> plan(Collection<Group> groups, Collection<Sized> fresh, Rate rate) {
        Map<Integer, List<Group>> open = new TreeMap<>();
        for (Group group : groups) {
            if (group.packs.size() < enough(rate)) {
                open.computeIfAbsent(sizeClass(group.packs), _ -> new ArrayList<>())
                        .add(group);
            }
        }
        Map<Integer, List<Sized>> freshBySize = new TreeMap<>();
        for (Sized pack : fresh) {
            freshBySize.computeIfAbsent(sizeClass(pack), _ -> new ArrayList<>()).add(pack);
        }
        List<Plan> plans = new ArrayList<>();
        freshBySize.forEach((size, packs) -> {
            packs.sort(Comparator.comparing(Sized::pack));
            int at = 0;
            while (packs.size() - at >= GroupShape.MAX_MEMBERS) {
                plans.add(new Plan(packs.subList(at, at + GroupShape.MAX_MEMBERS), List.of()));
                at += GroupShape.MAX_MEMBERS;
            }
            if (at < packs.size()) {
                plans.add(join(packs.subList(at, packs.size()), open.getOrDefault(size, List.of()), enough(rate)));
            }
        });
        return plans;
    }

    private static Plan join(List<Sized> fresh, List<Group> open, int enough) {
        List<Group> smallestFirst = new ArrayList<>(open);
        smallestFirst.sort(
                Comparator.comparingInt((Group group) -> group.packs.size()).thenComparing(Group::id));
        int all = fresh.size()
                + open.stream().mapToInt(group -> group.packs.size()).sum();
        // A pack may be in two groups, when one took the other in and the process died before that was removed.
        Map<Hash, Sized> packs = new LinkedHashMap<>();
        fresh.forEach(pack -> packs.put(pack.pack, pack));
        List<Hash> replaces = new ArrayList<>();
        for (Group group : smallestFirst) {
            boolean fits = packs.size() + group.packs.size() <= GroupShape.MAX_MEMBERS;
            if (fits && packs.size() < Math.max(enough, 1) && (group.packs.size() <= packs.size() || all >= enough)) {
                group.packs.forEach(pack -> packs.put(pack.pack, pack));
                replaces.add(group.id);
            }
        }
        return new Plan(List.copyOf(packs.values()), replaces);
    }

    private static int sizeClass(List<Sized> packs) {
        return sizeClass(packs.getFirst());
    }

    /// Packs of one class differ by less than a factor of two.
    private static int sizeClass(Sized pack) {
        return 63 - Long.numberOfLeadingZeros(pack.bytes);
    }
}
