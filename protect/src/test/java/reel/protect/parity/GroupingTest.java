package reel.protect.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.hash.Hash;

final class GroupingTest {
    private final Random random = new Random(7);

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

    @Test
    void plan_ofGroupsWithACommonPack_hasItOnce() {
        List<Grouping.Sized> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            three.add(new Grouping.Sized(new Hash(i, 0, 0, 0), 100_000));
        }
        List<Grouping.Group> groups = List.of(
                new Grouping.Group(new Hash(8, 0, 0, 0), three.subList(0, 2)),
                new Grouping.Group(new Hash(9, 0, 0, 0), three));
        List<Grouping.Sized> fresh = List.of(
                new Grouping.Sized(new Hash(5, 0, 0, 0), 100_000),
                new Grouping.Sized(new Hash(6, 0, 0, 0), 100_000),
                new Grouping.Sized(new Hash(7, 0, 0, 0), 100_000));

        List<Grouping.Plan> plans = Grouping.plan(groups, fresh, Rate.DEFAULT);

        assertThat(plans).hasSize(1);
        assertThat(plans.getFirst().replaces()).hasSize(2);
        assertThat(plans.getFirst().packs()).hasSize(6).doesNotHaveDuplicates();
    }
}
