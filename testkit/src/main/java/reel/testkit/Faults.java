package reel.testkit;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Runs a scenario once for each step it takes, with a fault at that step, and checks what is left each time.
///
/// ```java
/// Faults.everyStep(
///         failAt -> {
///             MemoryBackend disk = MemoryBackend.create();
///             FaultBackend backend = FaultBackend.dying(disk, failAt, seed.value());
///             return Faults.Ran.of(disk, backend::steps, () -> commit(backend), SimulatedCrash.class);
///         },
///         disk -> assertThat(fsck(disk)).isEmpty());
/// ```
public final class Faults {
    /// The step that is never reached: a run without a fault.
    public static final long NEVER = Long.MAX_VALUE;

    private Faults() {}

    /// One run from a fresh start.
    ///
    /// @param <S> what it leaves to be checked
    public interface Scenario<S> {
        /// @param failAt the step that fails, counted from 1, or [#NEVER]
        Ran<S> run(long failAt) throws Exception;
    }

    /// What must hold after a run, whatever happened in it.
    public interface Check<S> {
        void check(S state) throws Exception;
    }

    /// What a run left.
    ///
    /// @param steps how many steps it began, the failed one included
    public record Ran<S>(S state, long steps) {
        /// Runs `work`, in which a fault of type `expected` may happen and nothing else.
        public static <S> Ran<S> of(S state, Steps steps, Work work, Class<? extends Throwable> expected)
                throws Exception {
            try {
                work.run();
            } catch (Exception | Error failure) {
                if (!isOrHides(failure, expected)) {
                    throw failure;
                }
            }
            return new Ran<>(state, steps.count());
        }

        private static boolean isOrHides(Throwable failure, Class<? extends Throwable> expected) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (expected.isInstance(cause)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// The steps counted so far.
    public interface Steps {
        long count();
    }

    /// What is tried.
    public interface Work {
        void run() throws Exception;
    }

    /// Fails each step once. The first run has no fault; it counts the steps and must pass `check` too.
    public static <S> void everyStep(Scenario<S> scenario, Check<S> check) throws Exception {
        run(scenario, check, NEVER, Seed.fresh().random());
    }

    /// The same for at most `runs` steps: the first, the last and random ones between.
    public static <S> void sampledSteps(int runs, RandomGenerator random, Scenario<S> scenario, Check<S> check)
            throws Exception {
        if (runs < 2) {
            throw new IllegalArgumentException("at least 2 runs, not " + runs);
        }
        run(scenario, check, runs, random);
    }

    private static <S> void run(Scenario<S> scenario, Check<S> check, long runs, RandomGenerator random)
            throws Exception {
        long steps = trial(scenario, check, NEVER, 0);
        if (steps == 0) {
            throw new AssertionError("the scenario took no steps, so nothing was tested");
        }
        if (steps <= runs) {
            for (long step = 1; step <= steps; step++) {
                trial(scenario, check, step, steps);
            }
            return;
        }
        SortedSet<Long> sample = new TreeSet<>();
        sample.add(1L);
        sample.add(steps);
        while (sample.size() < runs) {
            sample.add(random.nextLong(1, steps + 1));
        }
        for (long step : sample) {
            trial(scenario, check, step, steps);
        }
    }

    private static <S> long trial(Scenario<S> scenario, Check<S> check, long failAt, long of) throws Exception {
        try {
            Ran<S> ran = scenario.run(failAt);
            check.check(ran.state());
            return ran.steps();
        } catch (Exception | AssertionError failure) {
            String where = failAt == NEVER ? "without a fault" : "with a fault at step " + failAt + " of " + of;
            throw new AssertionError(where + ": " + failure, failure);
        }
    }
}
