package reel.backend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.Spooling;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Scope;
import reel.testkit.FakeClock;

final class ThrottleMeterBoundTest {
    private static final Handle A = Handle.of("a");

    private final FakeClock clock = FakeClock.create();
    private final Timer timer = new Timer() {
        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            clock.sleep(time);
        }
    };

    private static Source bytes(int length) {
        return Source.of(new byte[length]);
    }

    private static MemorySegment room(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    private static Spooling.Spool spool(Backend backend) throws IOException {
        return Objects.requireNonNull(backend.traits().spooling()).spool("s");
    }

    private Duration elapsed() {
        return Duration.between(FakeClock.create().instant(), clock.instant());
    }

    // Throttle

    @Test
    void throttle_keepsEachDirectionToItsRate() throws IOException {
        Backend slow = ThrottleBackend.over(MemoryBackend.create(), 1_000_000, 500_000, timer);
        slow.write(A, bytes(1_000_000));
        assertThat(elapsed()).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_000));
        slow.read(A, 0, room(1_000_000));
        assertThat(elapsed()).isBetween(Duration.ofMillis(2_800), Duration.ofMillis(3_000));
        try (Spooling.Spool spool = spool(slow)) {
            for (int i = 0; i < 10; i++) {
                spool.append(room(50_000));
            }
        }
        assertThat(elapsed()).isBetween(Duration.ofMillis(3_700), Duration.ofMillis(4_000));
        assertThat(slow.traits().mapping()).isNull();
    }

    @Test
    void throttle_afterIdleness_savesUpATenthOfASecondOnly() throws IOException {
        Backend slow = ThrottleBackend.over(MemoryBackend.create(), 0, 1_000_000, timer);
        clock.advance(Duration.ofHours(1));
        slow.write(A, bytes(100_000));
        assertThat(clock.sleeps()).isEmpty();
        slow.write(Handle.of("b"), bytes(1_000_000));
        assertThat(elapsed().minusHours(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(slow.traits().mapping()).isNotNull();
    }

    // Meter

    @Test
    void meter_countsCallsFailuresBytesAndTime() throws IOException {
        MeterBackend meter =
                MeterBackend.over(ThrottleBackend.over(MemoryBackend.create(), 1_000_000, 0, timer), timer);
        meter.write(A, bytes(10));
        meter.createNew(Handle.of("b"), bytes(20));
        try (Spooling.Spool spool = spool(meter)) {
            spool.append(room(30));
            spool.append(room(40));
            spool.publish(Handle.of("c"));
        }
        Meter before = meter.meter();
        meter.write(Handle.of("d"), bytes(1_000_000));
        meter.read(Handle.of("d"), 0, room(1_000_000));
        assertThatThrownBy(() -> meter.read(Handle.of("e"), 0, room(7))).isInstanceOf(Missing.class);
        Meter all = meter.meter();
        assertThat(before.bytesWritten()).isEqualTo(100);
        assertThat(all.of(Op.APPEND)).isEqualTo(new Meter.Counts(2, 0, 70, Duration.ZERO));
        assertThat(all.of(Op.PUBLISH).calls()).isEqualTo(1);
        assertThat(all.of(Op.READ).calls()).isEqualTo(2);
        assertThat(all.of(Op.READ).failures()).isEqualTo(1);
        assertThat(all.of(Op.READ).time()).isPositive();
        assertThat(all.bytesRead()).isEqualTo(1_000_000);
        assertThat(all.since(before).bytesWritten()).isEqualTo(1_000_000);
        assertThat(all.since(before).of(Op.CREATE)).isEqualTo(Meter.NONE);
    }

    // Bound

    @Test
    void bound_letsOnlySoManyCallsIn() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch twoInside = new CountDownLatch(2);
        Backend bound = BoundBackend.over(MemoryBackend.create(), new Bounds(2, 1000, 0), () -> 0);
        Source slow = new Source() {
            @Override
            public long size() {
                return 1;
            }

            @Override
            public void read(long offset, MemorySegment into) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                twoInside.countDown();
                try {
                    assertThat(twoInside.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                Thread.yield();
                inside.decrementAndGet();
            }
        };
        try (Scope scope = Scope.open("writers")) {
            for (int i = 0; i < 20; i++) {
                Handle handle = Handle.of("x" + i);
                scope.fork(() -> {
                    bound.write(handle, slow);
                    return 0;
                });
            }
            scope.join();
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void bound_callsMadeInsideACall_needNoTurnOfTheirOwn() throws IOException {
        Backend bound = BoundBackend.over(MemoryBackend.create(), new Bounds(1, 1000, 0), () -> 0);
        bound.write(A, bytes(5));
        bound.write(Handle.of("copy"), new Source() {
            @Override
            public long size() {
                return 5;
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                bound.read(A, offset, into);
            }
        });
        int[] total = {0};
        bound.list("", stat -> {
            try {
                total[0] += (int) bound.stat(stat.handle()).size();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        assertThat(total[0]).isEqualTo(10);
    }

    @Test
    void bound_largeObjects_areExhausted() throws IOException {
        Backend bound = BoundBackend.over(MemoryBackend.create(), new Bounds(1, 1000, 0), () -> 0);
        bound.write(A, bytes(1000));
        assertThatThrownBy(() -> bound.write(Handle.of("b"), bytes(1001)))
                .isInstanceOf(Exhausted.class)
                .hasMessageContaining("1001");
        try (Spooling.Spool spool = spool(bound)) {
            spool.append(room(600));
            assertThatThrownBy(() -> spool.append(room(401))).isInstanceOf(Exhausted.class);
        }
    }

    @Test
    void bound_nearlyFullPlace_isExhausted_butDeletesGoOn() throws IOException {
        long[] free = {2000};
        Backend bound = BoundBackend.over(MemoryBackend.create(), new Bounds(1, 1 << 20, 1000), () -> free[0]);
        bound.write(A, bytes(1000));
        free[0] = 1000;
        assertThatThrownBy(() -> bound.createNew(Handle.of("b"), bytes(1))).isInstanceOf(Exhausted.class);
        bound.delete(A);
    }
}
