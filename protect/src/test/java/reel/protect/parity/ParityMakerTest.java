package reel.protect.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Handle;
import reel.backend.layer.FaultBackend;
import reel.backend.layer.SimulatedCrash;
import reel.protect.parity.Shelf.Harm;
import reel.store.layout.StoreNames;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// What making parity does with packs that are not as they were.
final class ParityMakerTest {
    private final MemoryBudget budget = MemoryBudget.tracked(256 << 20);
    private final Shelf shelf = Shelf.make();
    private final List<Hash> told = new ArrayList<>();
    private final ParityStore parity = ParityStore.of(shelf.raw, budget, told::add);

    @AfterEach
    void close() {
        budget.close();
    }

    private ParityStore.Written write(Census census) throws IOException {
        return parity.write(Rate.DEFAULT, census, group -> false, Duration.ZERO);
    }

    private void harm(Hash pack, Harm harm) throws IOException {
        shelf.harm(StoreNames.pack(pack), harm);
    }

    private byte[] right(Hash pack) {
        return Objects.requireNonNull(shelf.packs.get(pack));
    }

    @ParameterizedTest
    @EnumSource(
            value = Harm.class,
            names = {"DELETE", "EMPTY", "ZERO", "TRUNCATE"})
    void deadPack_leavingALostOnesGroup_takesNothingOfItAway(Harm harm) throws IOException {
        List<Hash> ids = shelf.packs(12, 100_000);
        write(shelf.census());
        Hash lost = ids.get(4);
        harm(lost, harm);

        write(shelf.going(Set.of(ids.get(0))));
        shelf.collect(ids.get(0));

        parity.healPacks(lost::equals, Census.NOTHING);
        shelf.assertAllWhole();
        assertThat(parity.members()).isEqualTo(shelf.packs.keySet());
    }

    @ParameterizedTest
    @EnumSource(
            value = Harm.class,
            names = {"DELETE", "EMPTY"})
    void anotherRate_withALostPack_bringsItBack(Harm harm) throws IOException {
        List<Hash> ids = shelf.packs(12, 100_000);
        write(shelf.census());
        harm(ids.get(4), harm);

        parity.write(new Rate(3000), shelf.census(), group -> true, Duration.ZERO);

        shelf.assertAllWhole();
        assertThat(told).containsExactly(ids.get(4));
        assertThat(parity.groupsOfOtherRate(new Rate(3000))).isEmpty();
    }

    @Test
    void deadPack_besidePacksBeyondHelp_leavesTheirGroup() throws IOException {
        List<Hash> ids = shelf.packs(12, 100_000);
        write(shelf.census());
        Handle group = shelf.parityObjects().getFirst();
        for (Hash id : ids.subList(4, 8)) {
            harm(id, Harm.DELETE);
        }

        ParityStore.Written written = write(shelf.going(Set.of(ids.get(0))));

        assertThat(written.skipped()).containsExactlyInAnyOrderElementsOf(ids.subList(4, 8));
        assertThat(shelf.parityObjects()).contains(group);
        for (Hash id : ids.subList(5, 8)) {
            shelf.put(StoreNames.pack(id), right(id));
        }
        parity.healPacks(pack -> true, Census.NOTHING);
        shelf.assertAllWhole();
    }

    @Test
    void damagedPack_neverEntersParity() throws IOException {
        List<Hash> ids = shelf.packs(5, 100_000);
        harm(ids.get(2), Harm.FLIP);

        ParityStore.Written written = write(shelf.census());

        assertThat(written.skipped()).containsExactly(ids.get(2));
        assertThat(parity.members()).hasSize(4).doesNotContain(ids.get(2));
        shelf.put(StoreNames.pack(ids.get(2)), right(ids.get(2)));
        write(shelf.census());
        assertThat(parity.members()).hasSize(5);
    }

    /// Parity made without a look into the packs, then the right bytes put back by hand.
    private Hash rememberedWrongly(List<Hash> ids) throws IOException {
        Hash victim = ids.get(2);
        harm(victim, Harm.TORN);
        write(Census.NOTHING);
        shelf.put(StoreNames.pack(victim), right(victim));
        return victim;
    }

    @Test
    void restoredPack_thatParityRemembersDamaged_staysAndParityIsMadeAnew() throws IOException {
        Hash victim = rememberedWrongly(shelf.packs(5, 100_000));

        ParityStore.Healed healed = parity.healPacks(pack -> true, shelf.census());

        assertThat(healed.healed()).isEmpty();
        assertThat(healed.wrong()).hasSize(1);
        shelf.assertAllWhole();
        parity.write(Rate.DEFAULT, shelf.census(), healed.wrong()::contains, Duration.ZERO);
        shelf.assertAllWhole();
        harm(victim, Harm.DELETE);
        assertThat(parity.heal(victim)).isTrue();
        shelf.assertAllWhole();
    }

    @Test
    void healable_isWhatParityRemembersRight() throws IOException {
        List<Hash> ids = shelf.packs(5, 100_000);
        harm(ids.get(2), Harm.FLIP);
        write(Census.NOTHING);

        assertThat(parity.healable(ids)).isEmpty();
        harm(ids.get(4), Harm.TORN);
        assertThat(parity.healable(ids)).containsExactly(ids.get(4));
    }

    @Test
    void restoredPack_whoseGroupGrows_stays() throws IOException {
        rememberedWrongly(shelf.packs(5, 100_000));
        shelf.packs(6, 100_000);

        assertThat(write(shelf.census()).skipped()).isEmpty();

        shelf.assertAllWhole();
        assertThat(told).isEmpty();
    }

    @Test
    void restoredPack_whereNobodyCanTell_staysAndKeepsItsGroup() throws IOException {
        Hash victim = rememberedWrongly(shelf.packs(5, 100_000));
        List<Hash> more = shelf.packs(6, 100_000);

        ParityStore.Written written = write(Census.NOTHING);

        assertThat(written.skipped()).containsExactly(victim);
        shelf.assertAllWhole();
        assertThat(parity.members()).containsAll(more);
    }

    @Test
    void onePackBeyondHelp_keepsNoOtherFromItsParity() throws IOException {
        List<Hash> ids = shelf.packs(2, 100_000);
        write(shelf.census());
        Handle group = shelf.parityObjects().getFirst();
        for (Hash id : ids) {
            harm(id, Harm.DELETE);
        }
        List<Hash> fresh = shelf.packs(5, 100_000);
        harm(fresh.get(3), Harm.FLIP);

        ParityStore.Written written = write(shelf.census());

        assertThat(written.skipped()).containsExactlyInAnyOrder(ids.get(0), ids.get(1), fresh.get(3));
        assertThat(written.packs()).isEqualTo(4);
        assertThat(shelf.parityObjects()).contains(group).hasSize(2);
    }

    @Test
    void collectedPacks_whereNobodyCanTell_areNotBroughtBack() throws IOException {
        List<Hash> ids = shelf.packs(5, 100_000);
        write(shelf.census());
        shelf.collect(ids.get(1));
        List<Hash> fresh = shelf.packs(6, 100_000);
        harm(ids.get(3), Harm.FLIP);

        write(Census.NOTHING);

        assertThat(shelf.has(ids.get(1))).isFalse();
        assertThat(parity.members()).containsAll(fresh);
        parity.healPacks(ids.get(3)::equals, Census.NOTHING);
        shelf.assertAllWhole();
        write(shelf.census());
        assertThat(shelf.has(ids.get(1))).isFalse();
        assertThat(parity.members()).isEqualTo(shelf.packs.keySet());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 700, 1024})
    void parity_withAnUnreadableBeginning_stillHeals(long to) throws IOException {
        List<Hash> ids = shelf.packs(5, 100_000);
        write(shelf.census());
        Handle group = shelf.parityObjects().getFirst();
        ParityStore dying = ParityStore.of(new BadSectors(shelf.raw, group, 0, to), budget, told::add);
        harm(ids.get(2), Harm.DELETE);

        assertThat(dying.survey(true).groups()).hasSize(1);
        assertThat(dying.heal(ids.get(2))).isTrue();

        shelf.assertAllWhole();
        assertThat(shelf.parityObjects()).containsExactly(group);
    }

    @Test
    void unreadableParity_isKeptByTheRunThatMakesOther() throws IOException {
        List<Hash> ids = shelf.packs(5, 100_000);
        write(shelf.census());
        Handle group = shelf.parityObjects().getFirst();
        ParityStore dying = ParityStore.of(new BadSectors(shelf.raw, group, 0, Long.MAX_VALUE), budget, told::add);
        shelf.pack(90_000);

        dying.write(Rate.DEFAULT, shelf.census(), id -> false, Duration.ZERO);

        assertThat(shelf.parityObjects()).contains(group).hasSize(2);
        assertThat(dying.members()).hasSize(6);
        dying.write(Rate.DEFAULT, shelf.census(), id -> false, Duration.ZERO);
        assertThat(shelf.parityObjects()).doesNotContain(group).hasSize(1);
        assertThat(ids).hasSize(5);
    }

    @Test
    void parityMadeAnew_dyingAtEachStep_isNeverGone() throws IOException {
        List<Hash> ids = shelf.packs(5, 30_000);
        write(shelf.census());
        byte[] damaged = shelf.stored(shelf.parityObjects().getFirst());
        Arrays.fill(damaged, damaged.length - 1024, damaged.length, (byte) 0);
        shelf.put(shelf.parityObjects().getFirst(), damaged);
        FaultBackend counting = FaultBackend.counting(shelf.raw.snapshot());
        ParityStore.of(counting, budget, told::add).write(Rate.DEFAULT, shelf.census(), group -> true, Duration.ZERO);
        for (long step = 1; step <= counting.steps(); step++) {
            var left = shelf.raw.snapshot();
            ParityStore dies = ParityStore.of(FaultBackend.dying(left, step, step), budget, told::add);
            assertThatThrownBy(() -> dies.write(Rate.DEFAULT, shelf.census(), group -> true, Duration.ZERO))
                    .isInstanceOf(SimulatedCrash.class);
            left.delete(StoreNames.pack(ids.get(1)));
            assertThat(ParityStore.of(left, budget, told::add).heal(ids.get(1)))
                    .as("after step " + step)
                    .isTrue();
        }
    }
}
