package reel.protect.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.store.layout.StoreNames;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// Makes the parity that is missing, round by round: each looks again for packs that came meanwhile. Used once.
///
/// What goes into parity is right as far as the census can tell: a damaged pack gets none, and is healed first
/// where parity knows it. Where the pack is sound and parity remembers something else, the pack is right.
final class ParityMaker {
    private static final int MAX_ROUNDS = 100;

    private final ParityStore store;
    private final Backend backend;
    private final MemoryBudget budget;
    private final Rate rate;
    private final Census census;
    private final Predicate<Hash> stale;
    private final Set<Hash> done = new HashSet<>();
    private final Set<Hash> looked = new HashSet<>();
    private final Set<Hash> skipped = new LinkedHashSet<>();
    private int groups;
    private int packs;
    private long packBytes;
    private long parityBytes;

    ParityMaker(
            ParityStore store, Backend backend, MemoryBudget budget, Rate rate, Census census, Predicate<Hash> stale) {
        this.store = store;
        this.backend = backend;
        this.budget = budget;
        this.rate = rate;
        this.census = census;
        this.stale = stale;
    }

    ParityStore.Written run() throws IOException {
        Round round;
        int made;
        int rounds = 0;
        do {
            made = groups;
            round = Round.look(backend, census, id -> stale.test(id) && !done.contains(id), skipped);
            for (Grouping.Plan plan : round.plans(rate, skipped)) {
                make(plan, round);
            }
            for (Hash id : round.unneeded()) {
                if (!done.contains(id)) {
                    backend.delete(ParityNames.group(id));
                }
            }
        } while (groups > made && ++rounds < MAX_ROUNDS);
        if (groups == 0 && skipped.isEmpty()) {
            // Nothing needed them: their packs got other parity before, and what could not be read then cannot
            // now.
            for (Hash id : round.there().unreadable()) {
                backend.delete(ParityNames.group(id));
            }
        }
        return new ParityStore.Written(groups, packs, packBytes, parityBytes, Set.copyOf(skipped));
    }

    /// Makes a group; where packs of it are not what they were, heals them or does without them.
    private void make(Grouping.Plan plan, Round round) throws IOException {
        Grouping.Plan sound = without(plan, unsound(plan, round), round);
        if (sound.packs().isEmpty() || encode(sound, round)) {
            return;
        }
        Grouping.Plan settled = settle(sound, round);
        if (!settled.packs().isEmpty() && !encode(settled, round)) {
            // They change while they are read: another time.
            settled.packs().forEach(pack -> skipped.add(pack.pack()));
        }
    }

    /// The packs that no parity remembers and that are damaged as they are: of them there must be none.
    private Set<Hash> unsound(Grouping.Plan plan, Round round) throws IOException {
        Set<Hash> unsound = new HashSet<>();
        for (Grouping.Sized pack : plan.packs()) {
            if (!round.known().containsKey(pack.pack())
                    && looked.add(pack.pack())
                    && census.state(pack.pack()) == Census.State.DAMAGED) {
                unsound.add(pack.pack());
                skipped.add(pack.pack());
            }
        }
        return unsound;
    }

    /// The plan without these packs, and without the groups that have them.
    private static Grouping.Plan without(Grouping.Plan plan, Set<Hash> bad, Round round) {
        if (bad.isEmpty()) {
            return plan;
        }
        Set<Hash> joined = new HashSet<>();
        Set<Hash> out = new HashSet<>(bad);
        List<Hash> replaces = new ArrayList<>();
        for (Hash id : plan.replaces()) {
            List<Hash> members = round.members(id);
            if (members.stream().noneMatch(bad::contains)) {
                replaces.add(id);
                joined.addAll(members);
            } else {
                out.addAll(members);
            }
        }
        out.removeIf(pack -> joined.contains(pack) && !bad.contains(pack));
        List<Grouping.Sized> left =
                plan.packs().stream().filter(pack -> !out.contains(pack.pack())).toList();
        boolean anyFresh = left.stream().anyMatch(pack -> !joined.contains(pack.pack()));
        return anyFresh ? new Grouping.Plan(left, replaces) : new Grouping.Plan(List.of(), List.of());
    }

    /// What is left of a plan that could not be made: packs that are damaged or lost are healed, those that
    /// cannot be are left out, and where a pack is sound parity forgets what it remembered.
    private Grouping.Plan settle(Grouping.Plan plan, Round round) throws IOException {
        Set<Hash> bad = new HashSet<>();
        Set<Hash> wanted = new HashSet<>();
        List<Grouping.Sized> packs = new ArrayList<>();
        for (Grouping.Sized pack : plan.packs()) {
            long bytes = pack.bytes();
            switch (look(pack, round.known().get(pack.pack()))) {
                case RIGHT -> {}
                case SOUND -> {
                    round.known().remove(pack.pack());
                    bytes = backend.stat(StoreNames.pack(pack.pack())).size();
                }
                case TO_HEAL -> wanted.add(pack.pack());
                case REMOVED -> bad.add(pack.pack());
                case DISPUTED -> {
                    bad.add(pack.pack());
                    skipped.add(pack.pack());
                }
            }
            packs.add(new Grouping.Sized(pack.pack(), bytes));
        }
        if (!wanted.isEmpty()) {
            ParityStore.Healed outcome = store.healAndTell(wanted);
            wanted.removeAll(outcome.healed());
            wanted.removeAll(outcome.whole());
            bad.addAll(wanted);
            skipped.addAll(wanted);
        }
        return without(new Grouping.Plan(packs, plan.replaces()), bad, round);
    }

    /// What a pack is, compared with what parity remembers of it.
    private enum Look {
        RIGHT,
        SOUND,
        TO_HEAL,
        DISPUTED,
        REMOVED
    }

    private Look look(Grouping.Sized pack, @Nullable Member known) throws IOException {
        long now;
        try {
            now = backend.stat(StoreNames.pack(pack.pack())).size();
        } catch (Missing gone) {
            Optional<Set<Hash>> named = census.named();
            boolean lost = known != null && named.isPresent() && named.get().contains(pack.pack());
            return lost ? Look.TO_HEAL : Look.REMOVED;
        }
        Hash content = content(pack, known);
        if (content != null && (known == null || content.equals(known.content()))) {
            return Look.RIGHT;
        }
        Census.State state = census.state(pack.pack());
        if (state == Census.State.SOUND) {
            return Look.SOUND;
        }
        boolean obvious = now == 0 || now == pack.bytes() && content == null;
        return known != null && (state == Census.State.DAMAGED || obvious) ? Look.TO_HEAL : Look.DISPUTED;
    }

    /// The BLAKE3 of what is stored; null where it cannot be read or has another length.
    private @Nullable Hash content(Grouping.Sized pack, @Nullable Member known) throws IOException {
        Member member = known != null ? known : new Member(pack.pack(), pack.bytes(), pack.pack());
        try (PackBytes bytes = PackBytes.open(backend, member)) {
            return Fingerprints.of(bytes, budget);
        }
    }

    /// Whether the group could be made.
    private boolean encode(Grouping.Plan plan, Round round) throws IOException {
        List<GroupEncoder.Pack> wanted = new ArrayList<>();
        for (Grouping.Sized pack : plan.packs()) {
            Member member = round.known().get(pack.pack());
            wanted.add(new GroupEncoder.Pack(pack.pack(), pack.bytes(), member == null ? null : member.content()));
        }
        GroupEncoder.Made made;
        try {
            made = new GroupEncoder(backend, budget).encode(round.there().repository(), wanted, rate);
        } catch (Conflict | Corrupt | Missing notWhole) {
            return false;
        }
        done.add(made.id());
        round.made(made.shape());
        for (Hash id : plan.replaces()) {
            if (!id.equals(made.id())) {
                backend.delete(ParityNames.group(id));
            }
        }
        groups++;
        packs += plan.packs().size();
        packBytes += made.shape().bytes();
        parityBytes += made.bytes();
        return true;
    }
}
