package reel.protect.parity;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import reel.backend.Backend;
import reel.backend.Locking;
import reel.store.Healer;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// The parity of a repository's packs, on the bytes as they are stored. Thread-safe; healing is safe beside other
/// processes, making parity takes turns (`locks/parity`).
public final class ParityStore implements Healer {
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
    ///
    /// @param healed packs that were put back
    /// @param whole  packs that were right already
    /// @param beyond packs that are damaged and could not be brought back
    /// @param wrong  groups that were made of a pack that is sound and was something else then
    public record Healed(Set<Hash> healed, Set<Hash> whole, Set<Hash> beyond, Set<Hash> wrong) {}

    @Override
    public boolean heal(Hash pack) throws IOException {
        synchronized (beyondHelp) {
            if (beyondHelp.contains(pack)) {
                return false;
            }
            Healed outcome = healAndTell(Set.of(pack));
            if (outcome.healed().contains(pack)) {
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

    /// Brings back the packs among `wanted` that are damaged or gone, as far as parity can. A pack that differs
    /// from what parity remembers and is sound stays as it is. A full disk ends it with an error; what was put
    /// back until then stays.
    public Healed healPacks(Predicate<Hash> wanted, Census census) throws IOException {
        Healed all = new Healed(new LinkedHashSet<>(), new HashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        for (Map.Entry<Hash, GroupShape> group :
                ParityGroups.read(backend).groups().entrySet()) {
            List<Integer> members = members(
                    group.getValue(), wanted.and(pack -> !all.whole.contains(pack) && !all.healed.contains(pack)));
            if (!members.isEmpty()) {
                try (ParityFile file = ParityFile.open(backend, group.getKey())) {
                    GroupRepair.Outcome outcome = new GroupRepair(backend, budget).heal(file, members, census);
                    all.whole.addAll(outcome.whole());
                    all.whole.addAll(outcome.sound());
                    all.healed.addAll(outcome.healed());
                    all.beyond.addAll(outcome.beyond());
                    if (!outcome.sound().isEmpty()) {
                        all.wrong.add(group.getKey());
                    }
                } catch (Missing replacedMeanwhile) {
                    // Its packs are in the group that took its place.
                } catch (Corrupt sinceListing) {
                    // The survey tells of it; another group may have its packs.
                }
            }
        }
        all.beyond.removeAll(all.whole);
        all.beyond.removeAll(all.healed);
        return all;
    }

    /// As [#healPacks] for packs known to be damaged or lost; whoever is to be told of healed packs is.
    Healed healAndTell(Set<Hash> damaged) throws IOException {
        Healed outcome = healPacks(damaged::contains, Census.NOTHING);
        outcome.healed().forEach(healed);
        return outcome;
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
                        if (new GroupRepair(backend, budget).canHeal(file, m)) {
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

    /// Makes the parity that is missing, and joins groups that have grown up. A pack that is not what it was is
    /// healed first.
    ///
    /// @param rate   of what is made now; what there is keeps its own
    /// @param census what is known of packs: groups of those that go are made anew without them
    /// @param stale  groups to make anew
    /// @throws Conflict where another process is at it, after `patience`
    public Written write(Rate rate, Census census, Predicate<Hash> stale, Duration patience) throws IOException {
        Locking locking = backend.traits().locking();
        try (Locking.Lock lock = locking == null ? null : locking.lock(ParityNames.LOCK, false, patience)) {
            if (rate.isOff()) {
                return withoutDead(census);
            }
            synchronized (beyondHelp) {
                beyondHelp.clear();
            }
            return new ParityMaker(this, backend, budget, rate, census, stale).run();
        }
    }

    /// With no parity wanted, only groups that would bring back dead packs go.
    private Written withoutDead(Census census) throws IOException {
        for (Hash group : Round.look(backend, census, id -> false, Set.of()).dead()) {
            backend.delete(ParityNames.group(group));
        }
        return new Written(0, 0, 0, 0, Set.of());
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
}
