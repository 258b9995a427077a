package reel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@Seeded
final class FaultsTest {
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Appends 1 to 5; "dies" before the step that fails.
    private static Faults.Ran<List<Integer>> fiveSteps(long failAt) throws Exception {
        List<Integer> done = new ArrayList<>();
        long[] steps = {0};
        return Faults.Ran.of(
                done,
                () -> steps[0],
                () -> {
                    for (int i = 1; i <= 5; i++) {
                        if (++steps[0] == failAt) {
                            throw new IllegalStateException("wrapped", new Crash());
                        }
                        done.add(i);
                    }
                },
                Crash.class);
    }

    @Test
    void everyStep_failsEachStepOnce() throws Exception {
        List<List<Integer>> left = new ArrayList<>();
        Faults.everyStep(FaultsTest::fiveSteps, left::add);
        assertThat(left)
                .containsExactly(
                        List.of(1, 2, 3, 4, 5),
                        List.of(),
                        List.of(1),
                        List.of(1, 2),
                        List.of(1, 2, 3),
                        List.of(1, 2, 3, 4));
    }

    @Test
    void sampledSteps_failFirstAndLastAndSomeBetween(Seed seed) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        Faults.sampledSteps(3, seed.random(), FaultsTest::fiveSteps, left -> sizes.add(left.size()));
        assertThat(sizes).hasSize(4).startsWith(5, 0).endsWith(4);
    }

    @Test
    void everyStep_whoseCheckFails_saysAtWhichStep() {
        assertThatThrownBy(() -> Faults.everyStep(
                        FaultsTest::fiveSteps, left -> assertThat(left).isNotEqualTo(List.of(1, 2))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("with a fault at step 3 of 5");
    }

    @Test
    void everyStep_whoseWorkFailsOtherwise_isAFailure() {
        assertThatThrownBy(() -> Faults.everyStep(
                        failAt -> Faults.Ran.of("", () -> 1, () -> List.of().getFirst(), Crash.class), state -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("without a fault");
        assertThatThrownBy(() -> Faults.everyStep(failAt -> new Faults.Ran<>("", 0), state -> {}))
                .hasMessageContaining("no steps");
    }
}
