package reel.backend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Transient;
import reel.testkit.FakeClock;
import reel.testkit.Seeded;

@Seeded
final class RetryBackendTest {
    private static final Handle A = Handle.of("a");
    private static final Source ONE = Source.of(new byte[] {1});
    private static final RetryPolicy POLICY =
            new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(1));

    private final FakeClock clock = FakeClock.create();
    private final MemoryBackend memory = MemoryBackend.create();

    /// Reads and listings fail a number of times.
    private final class Flaky implements Backend {
        int failures;
        int calls;

        @Nullable
        Duration retryAfter;

        Flaky(int failures) {
            this.failures = failures;
        }

        void maybeFail() throws Transient {
            calls++;
            if (failures-- > 0) {
                throw new Transient("flaky", "busy", retryAfter, null);
            }
        }

        @Override
        public Traits traits() {
            return memory.traits();
        }

        @Override
        public Stat stat(Handle handle) throws IOException {
            maybeFail();
            return memory.stat(handle);
        }

        @Override
        public void list(String prefix, Consumer<Stat> sink) throws IOException {
            boolean fail = failures-- > 0;
            int[] told = {0};
            List<Stat> all = new ArrayList<>();
            memory.list(prefix, all::add);
            for (Stat stat : all) {
                if (fail && told[0]++ == 2) {
                    throw new Transient("flaky", "cut off", null, null);
                }
                sink.accept(stat);
            }
        }

        @Override
        public void read(Handle handle, long offset, MemorySegment into) throws IOException {
            maybeFail();
            memory.read(handle, offset, into);
        }

        @Override
        public void write(Handle handle, Source source) throws IOException {
            maybeFail();
            memory.write(handle, source);
        }

        @Override
        public void createNew(Handle handle, Source source) throws IOException {
            maybeFail();
            memory.createNew(handle, source);
        }

        @Override
        public void delete(Handle handle) throws IOException {
            maybeFail();
            memory.delete(handle);
        }

        @Override
        public void close() {}
    }

    private RetryBackend over(Backend inner, RandomGenerator random) {
        return RetryBackend.over(
                inner,
                POLICY,
                new Timer() {
                    @Override
                    public long nanoTime() {
                        return clock.nanoTime();
                    }

                    @Override
                    public void sleep(Duration time) throws InterruptedException {
                        clock.sleep(time);
                    }
                },
                random);
    }

    @Test
    void passingFailures_areTriedAgainAfterGrowingPauses(RandomGenerator random) throws IOException {
        memory.write(A, ONE);
        assertThat(over(new Flaky(4), random).stat(A).size()).isEqualTo(1);
        assertThat(clock.sleeps()).hasSize(4);
        Duration[] full = {Duration.ofSeconds(1), Duration.ofSeconds(2), POLICY.longest(), POLICY.longest()};
        for (int i = 0; i < full.length; i++) {
            assertThat(clock.sleeps().get(i)).isBetween(full[i].dividedBy(2), full[i]);
        }
    }

    @Test
    void failuresWithoutEnd_areToldAfterTheLastTry(RandomGenerator random) {
        Flaky flaky = new Flaky(100);
        assertThatThrownBy(() -> over(flaky, random).write(A, ONE)).isInstanceOf(Transient.class);
        assertThat(flaky.calls).isEqualTo(5);
        assertThat(clock.sleeps()).hasSize(4);
    }

    @Test
    void otherFailures_areToldAtOnce(RandomGenerator random) {
        Flaky flaky = new Flaky(0);
        assertThatThrownBy(() -> over(flaky, random).stat(A)).isInstanceOf(Missing.class);
        assertThat(flaky.calls).isEqualTo(1);
        assertThat(clock.sleeps()).isEmpty();
    }

    @Test
    void retryAfter_isWaited_orEndsTheTryingWhenTooLong(RandomGenerator random) throws IOException {
        memory.write(A, ONE);
        Flaky patient = new Flaky(1);
        patient.retryAfter = Duration.ofSeconds(42);
        over(patient, random).stat(A);
        assertThat(clock.sleeps()).containsExactly(Duration.ofSeconds(42));
        Flaky hopeless = new Flaky(1);
        hopeless.retryAfter = Duration.ofHours(1);
        assertThatThrownBy(() -> over(hopeless, random).stat(A)).isInstanceOf(Transient.class);
        assertThat(clock.sleeps()).hasSize(1);
    }

    @Test
    void list_cutOff_goesOnWithoutTellingTwice(RandomGenerator random) throws IOException {
        for (int i = 0; i < 6; i++) {
            memory.write(Handle.of("x" + i), ONE);
        }
        List<String> told = new ArrayList<>();
        over(new Flaky(3), random).list("", stat -> told.add(stat.handle().path()));
        assertThat(told).containsExactly("x0", "x1", "x2", "x3", "x4", "x5");
    }

    @Test
    void createNew_thatTookEffectThoughItFailed_isDone(RandomGenerator random) throws IOException {
        // Steps: before the create, after it: the second fails although the object is there.
        FaultBackend told = FaultBackend.failing(memory, FaultBackend.Fault.PASSING, 2, 1);
        over(told, random).createNew(A, Source.of(new byte[300_000]));
        assertThat(memory.stat(A).size()).isEqualTo(300_000);
        assertThatThrownBy(() -> over(memory, random).createNew(A, Source.of(new byte[300_000])))
                .isInstanceOf(Conflict.class);
    }

    @Test
    void createNew_thatFailedAndLost_isConflict(RandomGenerator random) throws IOException {
        memory.createNew(A, Source.of(new byte[] {2}));
        assertThatThrownBy(() -> over(new Flaky(1), random).createNew(A, ONE)).isInstanceOf(Conflict.class);
    }

    @Test
    void interruptedPause_endsTheCall(RandomGenerator random) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> over(new Flaky(1), random).stat(A)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
