package reel.protect.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.layer.FaultBackend;
import reel.backend.layer.SimulatedCrash;
import reel.store.RepositoryFormat;
import reel.store.layout.StoreNames;
import reel.stream.Conflict;
import reel.stream.Exhausted;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;

final class ParityStoreTest {
    private static final Duration NOW = Duration.ZERO;

    private final MemoryBudget budget = MemoryBudget.tracked(256 << 20);
    private final MemoryBackend raw = MemoryBackend.create();
    private final Map<Hash, byte[]> packs = new TreeMap<>();
    private final List<Hash> told = new ArrayList<>();
    private final ParityStore parity = ParityStore.of(raw, budget, told::add);
    private final Random random = new Random(7);

    ParityStoreTest() throws IOException {
        raw.createNew(
                StoreNames.FORMAT,
                Source.of(RepositoryFormat.fresh(ChunkProfile.BALANCED).encode()));
    }

    @AfterEach
    void close() {
        budget.close();
    }

    private Hash pack(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Hash id = Blake3.hash(Arrays.copyOf(content, 40));
        raw.write(StoreNames.pack(id), Source.of(content));
        packs.put(id, content);
        return id;
    }

    private List<Hash> packs(int count, int bytes) throws IOException {
        List<Hash> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(pack(bytes - random.nextInt(bytes / 4)));
        }
        return made;
    }

    private ParityStore.Written write(Rate rate) throws IOException {
        return parity.write(rate, pack -> false, group -> false, NOW);
    }

    private static void put(Backend backend, Handle handle, byte[] bytes) throws IOException {
        Objects.requireNonNull(backend.traits().replacing()).replace(handle, Source.of(bytes));
    }

    private byte[] stored(Handle handle) throws IOException {
        byte[] bytes = new byte[(int) raw.stat(handle).size()];
        raw.read(handle, 0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    private List<Handle> parityObjects() {
        List<Handle> found = new ArrayList<>();
        raw.list("parity/", stat -> found.add(stat.handle()));
        return found;
    }

    private long parityBytes() {
        long[] sum = {0};
        raw.list("parity/", stat -> sum[0] += stat.size());
        return sum[0];
    }

    private void assertAllWhole() throws IOException {
        for (Map.Entry<Hash, byte[]> pack : packs.entrySet()) {
            assertThat(Arrays.equals(stored(StoreNames.pack(pack.getKey())), pack.getValue()))
                    .as("pack " + pack.getKey())
                    .isTrue();
        }
    }

    /// What may happen to stored bytes.
    enum Harm {
        DELETE,
        ZERO,
        TRUNCATE,
        FLIP,
        LENGTHEN,
        TORN,
        OLDER
    }

    private void harm(Handle handle, Harm harm) throws IOException {
        byte[] bytes = stored(handle);
        switch (harm) {
            case DELETE -> raw.delete(handle);
            case ZERO -> put(raw, handle, new byte[bytes.length]);
            case TRUNCATE -> put(raw, handle, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            case LENGTHEN -> put(raw, handle, Arrays.copyOf(bytes, bytes.length + 100));
            case FLIP -> {
                bytes[random.nextInt(bytes.length)] ^= 0x10;
                put(raw, handle, bytes);
            }
            case TORN -> {
                Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
                put(raw, handle, bytes);
            }
            case OLDER -> put(raw, handle, packs.values().iterator().next());
        }
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void pack_harmed_comesBackBitForBit(Harm harm) throws IOException {
        List<Hash> ids = packs(12, 300_000);
        write(Rate.DEFAULT);
        Hash victim = ids.get(5);
        harm(StoreNames.pack(victim), harm);

        assertThat(parity.heal(victim)).isTrue();

        assertAllWhole();
        assertThat(told).containsExactly(victim);
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void onlyPack_harmed_comesBack(Harm harm) throws IOException {
        Hash victim = pack(3_000);
        pack(700);
        write(Rate.DEFAULT);
        harm(StoreNames.pack(victim), harm == Harm.OLDER ? Harm.ZERO : harm);

        assertThat(parity.heal(victim)).isTrue();
        assertAllWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 4095, 4096, 100_001, 2_100_000})
    void pack_ofAnySize_comesBack(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Hash id = Blake3.hash(content);
        raw.write(StoreNames.pack(id), Source.of(content));
        packs.put(id, content);
        write(Rate.DEFAULT);
        raw.delete(StoreNames.pack(id));

        assertThat(parity.heal(id)).isTrue();
        assertAllWhole();
    }

    @Test
    void manySmallRegions_upToTheRate_comeBack() throws IOException {
        List<Hash> ids = packs(12, 4_000_000);
        write(Rate.DEFAULT);
        long symbols = packs.values().stream()
                .mapToLong(p -> Math.ceilDiv(p.length, 4096))
                .sum();
        assertThat(Math.ceilDiv(symbols, 8192L)).as("several blocks").isGreaterThan(1);
        List<long[]> places = new ArrayList<>();
        for (int p = 0; p < ids.size(); p++) {
            byte[] content = Objects.requireNonNull(packs.get(ids.get(p)));
            for (int s = 0; s * 4096 < content.length; s++) {
                places.add(new long[] {p, s * 4096L});
            }
        }
        java.util.Collections.shuffle(places, random);
        Map<Hash, byte[]> wrong = new TreeMap<>();
        packs.forEach((id, content) -> wrong.put(id, content.clone()));
        for (long[] place : places.subList(0, (int) (symbols / 10))) {
            byte[] content = Objects.requireNonNull(wrong.get(ids.get((int) place[0])));
            content[(int) place[1] + random.nextInt((int) Math.min(4096, content.length - place[1]))] ^= 1;
        }
        for (Map.Entry<Hash, byte[]> pack : wrong.entrySet()) {
            put(raw, StoreNames.pack(pack.getKey()), pack.getValue());
        }

        ParityStore.Healed outcome = parity.healPacks(pack -> true);

        assertThat(outcome.healed()).hasSize(12);
        assertThat(outcome.beyond()).isEmpty();
        assertAllWhole();
    }

    @Test
    void twoPacksOfTwenty_lost_comeBack() throws IOException {
        List<Hash> ids = packs(20, 200_000);
        write(Rate.DEFAULT);
        ids.sort(java.util.Comparator.comparingInt(id -> Objects.requireNonNull(packs.get(id)).length));
        raw.delete(StoreNames.pack(ids.get(0)));
        raw.delete(StoreNames.pack(ids.get(1)));

        parity.healPacks(pack -> true);

        assertAllWhole();
    }

    @Test
    void tooMuchLost_isToldAndNothingIsMadeWorse() throws IOException {
        List<Hash> ids = packs(12, 200_000);
        write(Rate.DEFAULT);
        for (Hash id : ids.subList(0, 4)) {
            harm(StoreNames.pack(id), Harm.TORN);
        }
        Map<Handle, byte[]> before = all();

        ParityStore.Healed outcome = parity.healPacks(pack -> true);

        assertThat(outcome.healed()).isEmpty();
        assertThat(outcome.beyond()).containsExactlyInAnyOrderElementsOf(ids.subList(0, 4));
        assertThat(parity.healable(ids)).containsExactlyInAnyOrderElementsOf(ids.subList(4, 12));
        assertThat(all().keySet()).isEqualTo(before.keySet());
        for (Map.Entry<Handle, byte[]> object : before.entrySet()) {
            assertThat(stored(object.getKey())).isEqualTo(object.getValue());
        }
        assertThat(parity.heal(ids.getFirst())).isFalse();
    }

    private Map<Handle, byte[]> all() throws IOException {
        Map<Handle, byte[]> all = new TreeMap<>();
        List<Handle> handles = new ArrayList<>();
        raw.list("", stat -> handles.add(stat.handle()));
        for (Handle handle : handles) {
            all.put(handle, stored(handle));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = Harm.class,
            names = {"ZERO", "TRUNCATE", "FLIP", "LENGTHEN", "TORN"})
    void parity_harmed_isNamedAndMadeAnew(Harm harm) throws IOException {
        packs(12, 300_000);
        write(Rate.DEFAULT);
        Handle object = parityObjects().getFirst();
        byte[] right = stored(object);
        harm(object, harm);

        ParitySurvey survey = parity.survey(true);
        assertThat(survey.findings()).hasSize(1);
        assertThat(survey.findings().getFirst().object()).isEqualTo(object.path());

        parity.write(Rate.DEFAULT, pack -> false, survey.damaged()::contains, NOW);

        assertThat(parity.survey(true).findings()).isEmpty();
        assertThat(stored(object)).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oneTable_lostOrBothDamagedElsewhere_stillHeals(int which) throws IOException {
        List<Hash> ids = packs(12, 300_000);
        write(Rate.DEFAULT);
        Handle object = parityObjects().getFirst();
        byte[] bytes = stored(object);
        switch (which) {
            case 0 -> Arrays.fill(bytes, 0, 20_000, (byte) 0);
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length - 20_000);
            default -> {
                Arrays.fill(bytes, 0, 1024, (byte) 9);
                Arrays.fill(bytes, bytes.length - 1024, bytes.length, (byte) 9);
            }
        }
        put(raw, object, bytes);
        harm(StoreNames.pack(ids.get(2)), Harm.FLIP);

        assertThat(parity.heal(ids.get(2))).isTrue();
        assertAllWhole();
    }

    @Test
    void parityOfAnotherRepository_isNamedAndNeverUsed() throws IOException {
        Hash id = packs(3, 50_000).getFirst();
        write(Rate.DEFAULT);
        put(
                raw,
                StoreNames.FORMAT,
                RepositoryFormat.fresh(ChunkProfile.BALANCED).encode());
        harm(StoreNames.pack(id), Harm.FLIP);

        assertThat(parity.heal(id)).isFalse();
        ParitySurvey survey = parity.survey(true);
        assertThat(survey.findings()).allMatch(f -> f.kind() == ParitySurvey.Kind.FOREIGN);
        assertThat(survey.unprotected()).hasSize(3);
    }

    @Test
    void write_dyingAtEachStep_leavesWhatHealsAndIsFinishedByTheNext() throws IOException {
        List<Hash> ids = packs(3, 30_000);
        write(Rate.DEFAULT);
        ids.add(pack(29_000));
        ids.add(pack(28_000));
        ids.add(pack(28_500));
        FaultBackend counting = FaultBackend.counting(raw.snapshot());
        ParityStore.of(counting, budget, told::add).write(Rate.DEFAULT, p -> false, g -> false, NOW);
        assertThat(counting.steps()).isGreaterThan(5);
        for (long step = 1; step <= counting.steps(); step++) {
            MemoryBackend left = raw.snapshot();
            ParityStore dying = ParityStore.of(FaultBackend.dying(left, step, step), budget, told::add);
            assertThatThrownBy(() -> dying.write(Rate.DEFAULT, p -> false, g -> false, NOW))
                    .isInstanceOf(SimulatedCrash.class);
            left.delete(StoreNames.pack(ids.get(1)));

            ParityStore next = ParityStore.of(left.snapshot(), budget, told::add);

            assertThat(next.heal(ids.get(1))).as("after step " + step).isTrue();
            next.write(Rate.DEFAULT, p -> false, g -> false, NOW);
            ParitySurvey survey = next.survey(true);
            assertThat(survey.unprotected()).isEmpty();
            assertThat(survey.findings()).isEmpty();
        }
    }

    @Test
    void heal_onFullDisk_changesNothingAndWorksLater() throws IOException {
        List<Hash> ids = packs(3, 50_000);
        write(Rate.DEFAULT);
        harm(StoreNames.pack(ids.getFirst()), Harm.TORN);
        byte[] torn = stored(StoreNames.pack(ids.getFirst()));
        ParityStore full = ParityStore.of(FaultBackend.failing(raw, FaultBackend.Fault.FULL, 1, 1), budget, told::add);

        assertThatThrownBy(() -> full.heal(ids.getFirst())).isInstanceOf(Exhausted.class);

        assertThat(stored(StoreNames.pack(ids.getFirst()))).isEqualTo(torn);
        assertThat(full.heal(ids.getFirst())).isTrue();
        assertAllWhole();
    }

    @Test
    void twoRepairs_atOnce_bothSucceed() throws Exception {
        List<Hash> ids = packs(12, 300_000);
        write(Rate.DEFAULT);
        harm(StoreNames.pack(ids.get(4)), Harm.DELETE);
        harm(StoreNames.pack(ids.get(5)), Harm.FLIP);
        Callable<ParityStore.Healed> repair =
                () -> ParityStore.of(raw, budget, told::add).healPacks(pack -> true);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<ParityStore.Healed>> outcomes = two.invokeAll(List.of(repair, repair));
            for (Future<ParityStore.Healed> outcome : outcomes) {
                assertThat(outcome.get().beyond()).isEmpty();
            }
        }
        assertAllWhole();
    }

    @Test
    void write_whileAnotherHasTheTurn_isConflict() throws IOException {
        pack(1000);
        try (var held = Objects.requireNonNull(raw.traits().locking()).lock(ParityNames.LOCK, false, NOW)) {
            assertThatThrownBy(() -> write(Rate.DEFAULT)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void damagedPack_isHealedBeforeItsGroupGrows() throws IOException {
        Hash first = pack(40_000);
        write(Rate.DEFAULT);
        harm(StoreNames.pack(first), Harm.FLIP);
        pack(41_000);

        ParityStore.Written written = write(Rate.DEFAULT);

        assertThat(written.skipped()).isEmpty();
        assertThat(told).containsExactly(first);
        assertAllWhole();
        assertThat(parityObjects()).hasSize(1);
    }

    @Test
    void deadPack_leavesItsGroup() throws IOException {
        List<Hash> ids = packs(12, 100_000);
        write(Rate.DEFAULT);
        Set<Hash> dead = Set.of(ids.get(0), ids.get(1), ids.get(2));

        parity.write(Rate.DEFAULT, dead::contains, group -> false, NOW);
        for (Hash id : dead) {
            raw.delete(StoreNames.pack(id));
            packs.remove(id);
        }
        assertThat(parity.survey(false).members().keySet()).isEqualTo(packs.keySet());

        harm(StoreNames.pack(ids.get(7)), Harm.DELETE);
        assertThat(parity.heal(ids.get(7))).isTrue();
        assertAllWhole();
        assertThat(parity.heal(ids.get(0))).isFalse();
    }

    @Test
    void anotherRate_appliesToWhatIsMadeAnew() throws IOException {
        packs(12, 400_000);
        write(Rate.DEFAULT);
        long before = parityBytes();

        parity.write(new Rate(3000), pack -> false, group -> true, NOW);

        assertThat(parityBytes()).isBetween(2 * before, 4 * before);
        assertThat(parity.survey(true).findings()).isEmpty();
        assertThat(parity.removeAll(NOW)).isPositive();
        assertThat(parityObjects()).isEmpty();
    }

    @Test
    void parity_ofManyPacksThatCameOneByOne_costsAboutTheRateAndEachIsEncodedFewTimes() throws IOException {
        long encoded = 0;
        long all = 0;
        for (int i = 0; i < 64; i++) {
            all += Objects.requireNonNull(packs.get(pack(60_000 + random.nextInt(5_000)))).length;
            encoded += write(Rate.DEFAULT).packBytes();
        }
        assertThat(parity.survey(false).unprotected()).isEmpty();
        assertThat((double) parityBytes() / all).as("share").isLessThan(0.2);
        assertThat((double) encoded / all).as("times encoded").isLessThan(5.5);
    }

    @Test
    void parity_ofFewPacks_costsAtMostACopy() throws IOException {
        long all = 0;
        for (int size : new int[] {1_000_000, 20_000, 300_000, 5_000}) {
            pack(size);
            all += size;
        }
        write(Rate.DEFAULT);
        assertThat(parityBytes()).isLessThan(all + all / 20 + 4 * 4096);
    }

    @Test
    void grouping_neverNeedsMoreThanLogarithmicallyManyTurns() {
        List<Grouping.Group> groups = new ArrayList<>();
        Map<Hash, Integer> turns = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            List<Grouping.Sized> fresh = new ArrayList<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                fresh.add(new Grouping.Sized(new Hash(i, n, 0, 0), 64 << 20));
            }
            for (Grouping.Plan plan : Grouping.plan(List.copyOf(groups), fresh, Rate.DEFAULT)) {
                assertThat(plan.packs().size()).isLessThanOrEqualTo(GroupShape.MAX_MEMBERS);
                Set<Hash> gone = new HashSet<>(plan.replaces());
                groups.removeIf(group -> gone.contains(group.id()));
                groups.add(new Grouping.Group(new Hash(9, i, 0, 0), List.copyOf(plan.packs())));
                plan.packs().forEach(pack -> turns.merge(pack.pack(), 1, Integer::sum));
            }
        }
        assertThat(turns.values()).allMatch(count -> count <= 6);
        long small = groups.stream().filter(group -> group.packs().size() < 10).count();
        assertThat(small).isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5%", "101%", "10", "-5%", "", "1e1%", "ten"})
    void rate_thatIsNone_isRefused(String text) {
        assertThat(Rate.parse(text)).isEmpty();
    }

    @Test
    void rate_isReadAndShown() {
        assertThat(Rate.parse("10%")).contains(Rate.DEFAULT);
        assertThat(Rate.parse("off")).contains(Rate.OFF);
        assertThat(Rate.parse("2.5%")).map(Rate::toString).contains("2.5%");
    }
}
