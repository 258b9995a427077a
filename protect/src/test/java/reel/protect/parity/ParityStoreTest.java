package reel.protect.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final Shelf shelf = Shelf.make();
    private final MemoryBackend raw = shelf.raw;
    private final Map<Hash, byte[]> packs = shelf.packs;
    private final List<Hash> told = new ArrayList<>();
    private final ParityStore parity = ParityStore.of(raw, budget, told::add);
    private final Random random = shelf.random;

    @AfterEach
    void close() {
        budget.close();
    }

    private ParityStore.Written write(Rate rate) throws IOException {
        return parity.write(rate, shelf.census(), group -> false, NOW);
    }

    @ParameterizedTest
    @EnumSource(Shelf.Harm.class)
    void pack_harmed_comesBackBitForBit(Shelf.Harm harm) throws IOException {
        List<Hash> ids = shelf.packs(12, 300_000);
        write(Rate.DEFAULT);
        Hash victim = ids.get(5);
        shelf.harm(StoreNames.pack(victim), harm);

        assertThat(parity.heal(victim)).isTrue();

        shelf.assertAllWhole();
        assertThat(told).containsExactly(victim);
    }

    @ParameterizedTest
    @EnumSource(Shelf.Harm.class)
    void onlyPack_harmed_comesBack(Shelf.Harm harm) throws IOException {
        Hash victim = shelf.pack(3_000);
        shelf.pack(700);
        write(Rate.DEFAULT);
        shelf.harm(StoreNames.pack(victim), harm == Shelf.Harm.OLDER ? Shelf.Harm.ZERO : harm);

        assertThat(parity.heal(victim)).isTrue();
        shelf.assertAllWhole();
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
        shelf.assertAllWhole();
    }

    @Test
    void manySmallRegions_upToTheRate_comeBack() throws IOException {
        List<Hash> ids = shelf.packs(12, 4_000_000);
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
            shelf.put(StoreNames.pack(pack.getKey()), pack.getValue());
        }

        ParityStore.Healed outcome = parity.healPacks(pack -> true, Census.NOTHING);

        assertThat(outcome.healed()).hasSize(12);
        assertThat(outcome.beyond()).isEmpty();
        shelf.assertAllWhole();
    }

    @Test
    void twoPacksOfTwenty_lost_comeBack() throws IOException {
        List<Hash> ids = shelf.packs(20, 200_000);
        write(Rate.DEFAULT);
        ids.sort(java.util.Comparator.comparingInt(id -> Objects.requireNonNull(packs.get(id)).length));
        raw.delete(StoreNames.pack(ids.get(0)));
        raw.delete(StoreNames.pack(ids.get(1)));

        parity.healPacks(pack -> true, Census.NOTHING);

        shelf.assertAllWhole();
    }

    @Test
    void tooMuchLost_isToldAndNothingIsMadeWorse() throws IOException {
        List<Hash> ids = shelf.packs(12, 200_000);
        write(Rate.DEFAULT);
        for (Hash id : ids.subList(0, 4)) {
            shelf.harm(StoreNames.pack(id), Shelf.Harm.TORN);
        }
        Map<Handle, byte[]> before = shelf.all();

        ParityStore.Healed outcome = parity.healPacks(pack -> true, Census.NOTHING);

        assertThat(outcome.healed()).isEmpty();
        assertThat(outcome.beyond()).containsExactlyInAnyOrderElementsOf(ids.subList(0, 4));
        assertThat(parity.healable(ids)).isEmpty();
        assertThat(shelf.all().keySet()).isEqualTo(before.keySet());
        for (Map.Entry<Handle, byte[]> object : before.entrySet()) {
            assertThat(shelf.stored(object.getKey())).isEqualTo(object.getValue());
        }
        assertThat(parity.heal(ids.getFirst())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Shelf.Harm.class,
            names = {"ZERO", "TRUNCATE", "FLIP", "LENGTHEN", "TORN"})
    void parity_harmed_isNamedAndMadeAnew(Shelf.Harm harm) throws IOException {
        shelf.packs(12, 300_000);
        write(Rate.DEFAULT);
        Handle object = shelf.parityObjects().getFirst();
        byte[] right = shelf.stored(object);
        shelf.harm(object, harm);

        ParitySurvey survey = parity.survey(true);
        assertThat(survey.findings()).hasSize(1);
        assertThat(survey.findings().getFirst().object()).isEqualTo(object.path());

        parity.write(Rate.DEFAULT, shelf.census(), survey.damaged()::contains, NOW);

        assertThat(parity.survey(true).findings()).isEmpty();
        assertThat(shelf.stored(object)).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oneTable_lostOrBothDamagedElsewhere_stillHeals(int which) throws IOException {
        List<Hash> ids = shelf.packs(12, 300_000);
        write(Rate.DEFAULT);
        Handle object = shelf.parityObjects().getFirst();
        byte[] bytes = shelf.stored(object);
        switch (which) {
            case 0 -> Arrays.fill(bytes, 0, 20_000, (byte) 0);
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length - 20_000);
            default -> {
                Arrays.fill(bytes, 0, 1024, (byte) 9);
                Arrays.fill(bytes, bytes.length - 1024, bytes.length, (byte) 9);
            }
        }
        shelf.put(object, bytes);
        shelf.harm(StoreNames.pack(ids.get(2)), Shelf.Harm.FLIP);

        assertThat(parity.heal(ids.get(2))).isTrue();
        shelf.assertAllWhole();
    }

    @Test
    void parityOfAnotherRepository_isNamedAndNeverUsed() throws IOException {
        Hash id = shelf.packs(3, 50_000).getFirst();
        write(Rate.DEFAULT);
        shelf.put(
                StoreNames.FORMAT, RepositoryFormat.fresh(ChunkProfile.BALANCED).encode());
        shelf.harm(StoreNames.pack(id), Shelf.Harm.FLIP);

        assertThat(parity.heal(id)).isFalse();
        ParitySurvey survey = parity.survey(true);
        assertThat(survey.findings()).allMatch(f -> f.kind() == ParitySurvey.Kind.FOREIGN);
        assertThat(survey.unprotected()).hasSize(3);
    }

    @Test
    void write_dyingAtEachStep_leavesWhatHealsAndIsFinishedByTheNext() throws IOException {
        List<Hash> ids = shelf.packs(3, 30_000);
        write(Rate.DEFAULT);
        ids.add(shelf.pack(29_000));
        ids.add(shelf.pack(28_000));
        ids.add(shelf.pack(28_500));
        FaultBackend counting = FaultBackend.counting(raw.snapshot());
        ParityStore.of(counting, budget, told::add).write(Rate.DEFAULT, shelf.census(), g -> false, NOW);
        assertThat(counting.steps()).isGreaterThan(5);
        for (long step = 1; step <= counting.steps(); step++) {
            MemoryBackend left = raw.snapshot();
            ParityStore dying = ParityStore.of(FaultBackend.dying(left, step, step), budget, told::add);
            assertThatThrownBy(() -> dying.write(Rate.DEFAULT, shelf.census(), g -> false, NOW))
                    .isInstanceOf(SimulatedCrash.class);
            left.delete(StoreNames.pack(ids.get(1)));

            ParityStore next = ParityStore.of(left.snapshot(), budget, told::add);

            assertThat(next.heal(ids.get(1))).as("after step " + step).isTrue();
            next.write(Rate.DEFAULT, shelf.census(), g -> false, NOW);
            ParitySurvey survey = next.survey(true);
            assertThat(survey.unprotected()).isEmpty();
            assertThat(survey.findings()).isEmpty();
        }
    }

    @Test
    void heal_onFullDisk_changesNothingAndWorksLater() throws IOException {
        List<Hash> ids = shelf.packs(3, 50_000);
        write(Rate.DEFAULT);
        shelf.harm(StoreNames.pack(ids.getFirst()), Shelf.Harm.TORN);
        byte[] torn = shelf.stored(StoreNames.pack(ids.getFirst()));
        ParityStore full = ParityStore.of(FaultBackend.failing(raw, FaultBackend.Fault.FULL, 1, 1), budget, told::add);

        assertThatThrownBy(() -> full.heal(ids.getFirst())).isInstanceOf(Exhausted.class);

        assertThat(shelf.stored(StoreNames.pack(ids.getFirst()))).isEqualTo(torn);
        assertThat(full.heal(ids.getFirst())).isTrue();
        shelf.assertAllWhole();
    }

    @Test
    void twoRepairs_atOnce_bothSucceed() throws Exception {
        List<Hash> ids = shelf.packs(12, 300_000);
        write(Rate.DEFAULT);
        shelf.harm(StoreNames.pack(ids.get(4)), Shelf.Harm.DELETE);
        shelf.harm(StoreNames.pack(ids.get(5)), Shelf.Harm.FLIP);
        Callable<ParityStore.Healed> repair =
                () -> ParityStore.of(raw, budget, told::add).healPacks(pack -> true, Census.NOTHING);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<ParityStore.Healed>> outcomes = two.invokeAll(List.of(repair, repair));
            for (Future<ParityStore.Healed> outcome : outcomes) {
                assertThat(outcome.get().beyond()).isEmpty();
            }
        }
        shelf.assertAllWhole();
    }

    @Test
    void write_whileAnotherHasTheTurn_isConflict() throws IOException {
        shelf.pack(1000);
        try (var held = Objects.requireNonNull(raw.traits().locking()).lock(ParityNames.LOCK, false, NOW)) {
            assertThatThrownBy(() -> write(Rate.DEFAULT)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void damagedPack_isHealedBeforeItsGroupGrows() throws IOException {
        Hash first = shelf.pack(40_000);
        write(Rate.DEFAULT);
        shelf.harm(StoreNames.pack(first), Shelf.Harm.FLIP);
        shelf.pack(41_000);

        ParityStore.Written written = write(Rate.DEFAULT);

        assertThat(written.skipped()).isEmpty();
        assertThat(told).containsExactly(first);
        shelf.assertAllWhole();
        assertThat(shelf.parityObjects()).hasSize(1);
    }

    @Test
    void deadPack_leavesItsGroup() throws IOException {
        List<Hash> ids = shelf.packs(12, 100_000);
        write(Rate.DEFAULT);
        Set<Hash> dead = Set.of(ids.get(0), ids.get(1), ids.get(2));

        parity.write(Rate.DEFAULT, shelf.going(dead), group -> false, NOW);
        for (Hash id : dead) {
            raw.delete(StoreNames.pack(id));
            packs.remove(id);
        }
        assertThat(parity.survey(false).members().keySet()).isEqualTo(packs.keySet());

        shelf.harm(StoreNames.pack(ids.get(7)), Shelf.Harm.DELETE);
        assertThat(parity.heal(ids.get(7))).isTrue();
        shelf.assertAllWhole();
        assertThat(parity.heal(ids.get(0))).isFalse();
    }

    @Test
    void anotherRate_appliesToWhatIsMadeAnew() throws IOException {
        shelf.packs(12, 400_000);
        write(Rate.DEFAULT);
        long before = shelf.parityBytes();

        parity.write(new Rate(3000), shelf.census(), group -> true, NOW);

        assertThat(shelf.parityBytes()).isBetween(2 * before, 4 * before);
        assertThat(parity.survey(true).findings()).isEmpty();
        assertThat(parity.removeAll(NOW)).isPositive();
        assertThat(shelf.parityObjects()).isEmpty();
    }

    @Test
    void parity_ofManyPacksThatCameOneByOne_costsAboutTheRateAndEachIsEncodedFewTimes() throws IOException {
        long encoded = 0;
        long all = 0;
        for (int i = 0; i < 64; i++) {
            all += Objects.requireNonNull(packs.get(shelf.pack(60_000 + random.nextInt(5_000)))).length;
            encoded += write(Rate.DEFAULT).packBytes();
        }
        assertThat(parity.survey(false).unprotected()).isEmpty();
        assertThat((double) shelf.parityBytes() / all).as("share").isLessThan(0.2);
        assertThat((double) encoded / all).as("times encoded").isLessThan(5.5);
    }

    @Test
    void parity_ofFewPacks_costsAtMostACopy() throws IOException {
        long all = 0;
        for (int size : new int[] {1_000_000, 20_000, 300_000, 5_000}) {
            shelf.pack(size);
            all += size;
        }
        write(Rate.DEFAULT);
        assertThat(shelf.parityBytes()).isLessThan(all + all / 20 + 4 * 4096);
    }
}
