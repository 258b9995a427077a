package reel.protect.parity;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Locking;
import reel.store.Healer;
import reel.store.layout.StoreNames;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// The parity of a repository's packs, on the bytes as they are stored. Thread-safe; healing is safe beside other
/// processes, making parity takes turns (`locks/parity`).
public final class ParityStore implements Healer {
    /// Rounds of one [#write]: each looks again for packs that came meanwhile.
    private static final int MAX_ROUNDS = 100;

    private final Backend backend;
    private final MemoryBudget budget;
    private final Consumer<Hash> healed;
    private final Set<Hash> beyondHelp = new HashSet<>();

    private ParityStore(Backend backend, MemoryBudget budget, Consumer<Hash> healed) {
        this.backend = backend;
        this.budget = budget;
        this.healed = healed;
    }

    /// @param backend the raw one
    /// @param healed  is told of each pack that [#heal] put back
    public static ParityStore of(Backend backend, MemoryBudget budget, Consumer<Hash> healed) {
        return new ParityStore(backend, budget, healed);
    }

    /// What [#write] did.
    ///
    /// @param packs   that have parity now and had none, or other parity, before
    /// @param skipped packs that could not be read whole, so they keep what parity they have
    public record Written(int groups, int packs, long packBytes, long parityBytes, Set<Hash> skipped) {}

    /// What [#healPacks] did.
    public record Healed(Set<Hash> healed, Set<Hash> beyond) {}

    @Override
    public boolean heal(Hash pack) throws IOException {
        synchronized (beyondHelp) {
            if (beyondHelp.contains(pack)) {
                return false;
            }
            Healed outcome = healPacks(pack::equals);
            if (outcome.healed().contains(pack)) {
                healed.accept(pack);
                return true;
            }
            if (outcome.beyond().contains(pack) || !isProtected(pack)) {
                beyondHelp.add(pack);
                return false;
            }
            return true;
        }
    }

    private boolean isProtected(Hash pack) throws IOException {
        return protectsAny(Set.of(pack));
    }

    /// Whether one of `packs` is in a group.
    public boolean protectsAny(Set<Hash> packs) throws IOException {
        return members().stream().anyMatch(packs::contains);
    }

    /// The packs that are in groups, whether they are there or not.
    public Set<Hash> members() throws IOException {
        Set<Hash> members = new HashSet<>();
        for (GroupShape shape : ParityGroups.read(backend).groups().values()) {
            shape.members().forEach(member -> members.add(member.pack()));
        }
        return members;
    }

    /// The groups that were made at another rate.
    public Set<Hash> groupsOfOtherRate(Rate rate) throws IOException {
        Set<Hash> others = new HashSet<>();
        ParityGroups.read(backend).groups().forEach((id, shape) -> {
            if (!shape.rate().equals(rate)) {
                others.add(id);
            }
        });
        return others;
    }

    /// Brings back the packs among `wanted` that are damaged or gone, as far as parity can. A full disk ends it with
    /// an error; what was put back until then stays.
    public Healed healPacks(Predicate<Hash> wanted) throws IOException {
        Set<Hash> back = new LinkedHashSet<>();
        Set<Hash> whole = new HashSet<>();
        Set<Hash> beyond = new LinkedHashSet<>();
        for (Map.Entry<Hash, GroupShape> group :
                ParityGroups.read(backend).groups().entrySet()) {
            List<Integer> members = members(group.getValue(), wanted.and(pack -> !whole.contains(pack)));
            if (!members.isEmpty()) {
                try (ParityFile file = ParityFile.open(backend, group.getKey())) {
                    GroupRepair.Outcome outcome = new GroupRepair(backend, budget).heal(file, members);
                    whole.addAll(outcome.whole());
                    whole.addAll(outcome.healed());
                    back.addAll(outcome.healed());
                    beyond.addAll(outcome.beyond());
                } catch (Missing replacedMeanwhile) {
                    // Its packs are in the group that took its place.
                }
            }
        }
        beyond.removeAll(whole);
        return new Healed(back, beyond);
    }

    /// Which damaged packs among `wanted` parity could bring back. Nothing is changed.
    public Set<Hash> healable(Collection<Hash> wanted) throws IOException {
        Set<Hash> healable = new LinkedHashSet<>();
        Set<Hash> asked = Set.copyOf(wanted);
        for (Map.Entry<Hash, GroupShape> group :
                ParityGroups.read(backend).groups().entrySet()) {
            List<Integer> members = members(group.getValue(), asked::contains);
            if (!members.isEmpty()) {
                try (ParityFile file = ParityFile.open(backend, group.getKey())) {
                    for (int m : members) {
                        if (new GroupRepair(backend, budget).canHeal(file, List.of(m))) {
                            healable.add(group.getValue().members().get(m).pack());
                        }
                    }
                } catch (Missing replacedMeanwhile) {
                    // As above.
                }
            }
        }
        return healable;
    }

    private static List<Integer> members(GroupShape shape, Predicate<Hash> wanted) {
        List<Integer> members = new ArrayList<>();
        for (int m = 0; m < shape.members().size(); m++) {
            if (wanted.test(shape.members().get(m).pack())) {
                members.add(m);
            }
        }
        return members;
    }

    /// What parity there is, and what is wrong with it. @param readAll every repair symbol too
    public ParitySurvey survey(boolean readAll) throws IOException {
        return ParitySurvey.take(backend, readAll);
    }

    /// Makes the parity that is missing, and joins groups that have grown up. A pack that is not what it was is healed
    /// first.
    ///
    /// @param rate  of what is made now; what there is keeps its own
    /// @param dead  packs that are about to go or are gone for good: their groups are made anew without them
    /// @param stale groups to make anew
    /// @throws Conflict where another process is at it, after `patience`
    public Written write(Rate rate, Predicate<Hash> dead, Predicate<Hash> stale, Duration patience) throws IOException {
        Locking locking = backend.traits().locking();
        try (Locking.Lock lock = locking == null ? null : locking.lock(ParityNames.LOCK, false, patience)) {
            return rate.isOff() ? without(dead) : rounds(rate, dead, stale);
        }
    }

    /// With no parity wanted, only groups that would bring back dead packs go.
    private Written without(Predicate<Hash> dead) throws IOException {
        for (Map.Entry<Hash, GroupShape> group :
                ParityGroups.read(backend).groups().entrySet()) {
            if (group.getValue().members().stream().allMatch(member -> dead.test(member.pack()))) {
                backend.delete(ParityNames.group(group.getKey()));
            }
        }
        return new Written(0, 0, 0, 0, Set.of());
    }

    private Written rounds(Rate rate, Predicate<Hash> dead, Predicate<Hash> stale) throws IOException {
        synchronized (beyondHelp) {
            beyondHelp.clear();
        }
        Round round = new Round(rate, dead, stale);
        int made;
        int rounds = 0;
        do {
            made = round.groups;
            round.run();
        } while (round.groups > made && ++rounds < MAX_ROUNDS);
        return new Written(round.groups, round.packs, round.packBytes, round.parityBytes, round.skipped);
    }

    /// Removes all parity of this repository's packs.
    public int removeAll(Duration patience) throws IOException {
        Locking locking = backend.traits().locking();
        try (Locking.Lock lock = locking == null ? null : locking.lock(ParityNames.LOCK, false, patience)) {
            Set<Hash> groups = ParityGroups.read(backend).groups().keySet();
            for (Hash group : groups) {
                backend.delete(ParityNames.group(group));
            }
            return groups.size();
        }
    }

    /// One look at what there is and the groups made after it.
    private final class Round {
        private final Rate rate;
        private final Predicate<Hash> dead;
        private final Predicate<Hash> stale;
        private final Set<Hash> done = new HashSet<>();
        private final Set<Hash> skipped = new LinkedHashSet<>();
        private int groups;
        private int packs;
        private long packBytes;
        private long parityBytes;

        Round(Rate rate, Predicate<Hash> dead, Predicate<Hash> stale) {
            this.rate = rate;
            this.dead = dead;
            this.stale = stale;
        }

        void run() throws IOException {
            ParityGroups there = ParityGroups.read(backend);
            Map<Hash, Member> known = new HashMap<>();
            List<Grouping.Group> kept = new ArrayList<>();
            Set<Hash> leaving = new LinkedHashSet<>();
            Set<Hash> covered = new HashSet<>();
            there.groups().forEach((id, shape) -> {
                shape.members().forEach(member -> known.put(member.pack(), member));
                boolean goes = !done.contains(id) && stale.test(id)
                        || shape.members().stream().anyMatch(member -> dead.test(member.pack()));
                if (goes) {
                    leaving.add(id);
                } else {
                    List<Grouping.Sized> sized = new ArrayList<>();
                    shape.members().forEach(m -> sized.add(new Grouping.Sized(m.pack(), m.bytes())));
                    kept.add(new Grouping.Group(id, sized));
                    sized.forEach(pack -> covered.add(pack.pack()));
                }
            });
            List<Grouping.Sized> fresh = new ArrayList<>();
            backend.list(
                    StoreNames.PACKS,
                    stat -> StoreNames.packId(stat.handle())
                            .filter(pack -> !covered.contains(pack) && !dead.test(pack) && !skipped.contains(pack))
                            .filter(pack -> stat.size() > 0 && stat.size() <= Member.MAX_BYTES)
                            .ifPresent(
                                    pack -> fresh.add(new Grouping.Sized(pack, length(known.get(pack), stat.size())))));
            boolean all = true;
            for (Grouping.Plan plan : Grouping.plan(kept, fresh, rate)) {
                all &= make(plan, known, there.repository());
            }
            if (all) {
                for (Hash id : leaving) {
                    if (!done.contains(id)) {
                        backend.delete(ParityNames.group(id));
                    }
                }
                for (Hash id : there.unreadable()) {
                    backend.delete(ParityNames.group(id));
                }
            }
        }

        private static long length(@Nullable Member known, long now) {
            return known == null ? now : known.bytes();
        }

        /// Makes a group; where a pack of it is not what it was, heals that or does without the groups it would join.
        private boolean make(Grouping.Plan plan, Map<Hash, Member> known, String repository) throws IOException {
            try {
                encode(plan.packs(), known, repository, plan.replaces());
                return true;
            } catch (Conflict | Corrupt | Missing notWhole) {
                Set<Hash> wanted = new HashSet<>();
                plan.packs().forEach(pack -> wanted.add(pack.pack()));
                Healed outcome = healPacks(wanted::contains);
                outcome.healed().forEach(healed);
            }
            try {
                encode(plan.packs(), known, repository, plan.replaces());
                return true;
            } catch (Conflict | Corrupt | Missing beyondHelpNow) {
                plan.packs().forEach(pack -> skipped.add(pack.pack()));
                return false;
            }
        }

        private void encode(List<Grouping.Sized> sized, Map<Hash, Member> known, String repository, List<Hash> replaces)
                throws IOException {
            List<GroupEncoder.Pack> wanted = new ArrayList<>();
            for (Grouping.Sized pack : sized) {
                Member member = known.get(pack.pack());
                wanted.add(new GroupEncoder.Pack(pack.pack(), pack.bytes(), member == null ? null : member.content()));
            }
            GroupEncoder.Made made = new GroupEncoder(backend, budget).encode(repository, wanted, rate);
            done.add(made.id());
            for (Hash id : replaces) {
                if (!id.equals(made.id())) {
                    backend.delete(ParityNames.group(id));
                }
            }
            groups++;
            packs += sized.size();
            packBytes += made.shape().bytes();
            parityBytes += made.bytes();
        }
    }
}
