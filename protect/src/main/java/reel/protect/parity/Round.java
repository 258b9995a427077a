package reel.protect.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import reel.backend.Backend;
import reel.store.layout.StoreNames;
import reel.stream.hash.Hash;

/// One look at what parity there is: which groups stay, which go, which packs need another.
///
/// A group goes only when each of its members is in another group, or is to have none. One with a member that is
/// not there, of which nobody knows whether it was lost or removed, is left as it is.
final class Round {
    private final ParityGroups there;
    private final Map<Hash, Long> stored = new TreeMap<>();
    private final Map<Hash, Member> known = new HashMap<>();
    private final List<Grouping.Group> kept = new ArrayList<>();
    private final Set<Hash> leaving = new LinkedHashSet<>();
    private final Set<Hash> covered = new HashSet<>();
    private final Set<Hash> dead = new HashSet<>();
    private final Set<Hash> unclear = new HashSet<>();

    private Round(ParityGroups there) {
        this.there = there;
    }

    /// @param stale groups to make anew @param skipped packs whose groups are left as they are
    static Round look(Backend backend, Census census, Predicate<Hash> stale, Set<Hash> skipped) throws IOException {
        Round round = new Round(ParityGroups.read(backend));
        backend.list(
                StoreNames.PACKS,
                stat -> StoreNames.packId(stat.handle()).ifPresent(pack -> round.stored.put(pack, stat.size())));
        round.sortMembers(census);
        round.sortGroups(stale, skipped);
        return round;
    }

    private void sortMembers(Census census) throws IOException {
        Set<Hash> gone = new HashSet<>();
        for (GroupShape shape : there.groups().values()) {
            for (Member member : shape.members()) {
                known.put(member.pack(), member);
                if (census.isGoing(member.pack())) {
                    dead.add(member.pack());
                } else if (!stored.containsKey(member.pack())) {
                    gone.add(member.pack());
                }
            }
        }
        for (Hash pack : stored.keySet()) {
            if (census.isGoing(pack)) {
                dead.add(pack);
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        census.named()
                .ifPresentOrElse(
                        named -> gone.stream()
                                .filter(pack -> !named.contains(pack))
                                .forEach(dead::add),
                        () -> unclear.addAll(gone));
    }

    private void sortGroups(Predicate<Hash> stale, Set<Hash> skipped) {
        List<Map.Entry<Hash, GroupShape>> largestFirst =
                new ArrayList<>(there.groups().entrySet());
        largestFirst.sort(
                Comparator.comparing(group -> -group.getValue().members().size()));
        List<GroupShape> untouched = new ArrayList<>();
        for (Map.Entry<Hash, GroupShape> group : largestFirst) {
            GroupShape shape = group.getValue();
            if (has(shape, unclear::contains)) {
                untouched.add(shape);
            } else if (stale.test(group.getKey()) || has(shape, dead::contains) || isCovered(shape)) {
                leaving.add(group.getKey());
            } else if (has(shape, skipped::contains)) {
                untouched.add(shape);
            } else {
                kept.add(new Grouping.Group(group.getKey(), sized(shape)));
                shape.members().forEach(member -> covered.add(member.pack()));
            }
        }
        untouched.forEach(shape -> shape.members().forEach(member -> covered.add(member.pack())));
    }

    private boolean isCovered(GroupShape shape) {
        return !has(shape, pack -> !covered.contains(pack));
    }

    private static boolean has(GroupShape shape, Predicate<Hash> such) {
        return shape.members().stream().map(Member::pack).anyMatch(such);
    }

    static List<Grouping.Sized> sized(GroupShape shape) {
        return shape.members().stream()
                .map(member -> new Grouping.Sized(member.pack(), member.bytes()))
                .toList();
    }

    /// The groups to be made.
    List<Grouping.Plan> plans(Rate rate, Set<Hash> skipped) {
        Map<Hash, Long> fresh = new TreeMap<>();
        stored.forEach((pack, bytes) -> {
            if (bytes > 0 && bytes <= Member.MAX_BYTES) {
                fresh.put(pack, bytes);
            }
        });
        for (Hash id : leaving) {
            shape(id).members().forEach(member -> fresh.put(member.pack(), member.bytes()));
        }
        List<Grouping.Sized> wanted = new ArrayList<>();
        fresh.forEach((pack, bytes) -> {
            if (!covered.contains(pack) && !dead.contains(pack) && !skipped.contains(pack)) {
                wanted.add(new Grouping.Sized(pack, bytes));
            }
        });
        return Grouping.plan(kept, wanted, rate);
    }

    /// Takes note of a group that was made.
    void made(GroupShape shape) {
        shape.members().forEach(member -> covered.add(member.pack()));
    }

    /// The groups that nothing needs any more.
    List<Hash> unneeded() {
        return leaving.stream()
                .filter(id -> !has(shape(id), pack -> !covered.contains(pack) && !dead.contains(pack)))
                .toList();
    }

    /// The groups none of whose members is there to stay.
    List<Hash> dead() {
        return there.groups().entrySet().stream()
                .filter(group -> !has(group.getValue(), pack -> !dead.contains(pack)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The packs of a group.
    List<Hash> members(Hash id) {
        return shape(id).members().stream().map(Member::pack).toList();
    }

    private GroupShape shape(Hash id) {
        return Objects.requireNonNull(there.groups().get(id));
    }

    /// What parity remembers of packs.
    Map<Hash, Member> known() {
        return known;
    }

    ParityGroups there() {
        return there;
    }
}
