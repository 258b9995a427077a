package reel.backend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.Spooling;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Transient;
import reel.testkit.Faults;
import reel.testkit.Seed;
import reel.testkit.Seeded;

@Seeded
final class FaultBackendTest {
    private static List<String> list(Backend backend) throws IOException {
        List<String> paths = new ArrayList<>();
        backend.list("", stat -> paths.add(stat.handle().path()));
        return paths;
    }

    /// Eleven steps: w1 w1' | spool append append publish publish' | create create' | delete delete'.
    private static void scenario(Backend backend) throws IOException {
        backend.write(Handle.of("w"), Source.of(new byte[] {1}));
        try (Spooling.Spool spool =
                Objects.requireNonNull(backend.traits().spooling()).spool("s")) {
            spool.append(MemorySegment.ofArray(new byte[100]));
            spool.append(MemorySegment.ofArray(new byte[100]));
            spool.publish(Handle.of("s"));
        }
        backend.createNew(Handle.of("c"), Source.of(new byte[] {2}));
        backend.delete(Handle.of("w"));
    }

    @Test
    void dying_atEveryStep_leavesEachPrefixOfTheEffects(Seed seed) throws Exception {
        List<List<String>> left = new ArrayList<>();
        Faults.everyStep(
                failAt -> {
                    MemoryBackend disk = MemoryBackend.create();
                    FaultBackend backend = FaultBackend.dying(disk, failAt, seed.value());
                    return Faults.Ran.of(disk, backend::steps, () -> scenario(backend), SimulatedCrash.class);
                },
                disk -> left.add(list(disk)));
        assertThat(left)
                .containsExactly(
                        List.of("c", "s"),
                        List.of(),
                        List.of("w"),
                        List.of("w"),
                        List.of("w"),
                        List.of("w"),
                        List.of("w"),
                        List.of("s", "w"),
                        List.of("s", "w"),
                        List.of("c", "s", "w"),
                        List.of("c", "s", "w"),
                        List.of("c", "s"));
    }

    @Test
    void dead_staysDead_andItsLocksAreFree() throws IOException {
        MemoryBackend disk = MemoryBackend.create();
        FaultBackend backend = FaultBackend.dying(disk, 1, 1);
        Locking locking = Objects.requireNonNull(backend.traits().locking());
        Handle name = Handle.of("locks/x");
        Locking.Lock held = locking.lock(name, false, Duration.ZERO);
        assertThatThrownBy(() -> backend.delete(Handle.of("x")))
                .isInstanceOf(SimulatedCrash.class)
                .hasMessageContaining("before delete x");
        assertThat(backend.isDead()).isTrue();
        assertThatThrownBy(() -> list(backend)).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(backend::traits).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(() -> locking.lock(name, true, Duration.ZERO)).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(held::close).isInstanceOf(SimulatedCrash.class);
        Objects.requireNonNull(disk.traits().locking())
                .lock(name, false, Duration.ZERO)
                .close();
        backend.close();
    }

    @Test
    void failing_atEveryStep_failsOnceAndThenWorks(Seed seed) throws Exception {
        for (FaultBackend.Fault fault : List.of(FaultBackend.Fault.PASSING, FaultBackend.Fault.FULL)) {
            Class<? extends IOException> expected =
                    fault == FaultBackend.Fault.FULL ? Exhausted.class : Transient.class;
            Faults.everyStep(
                    failAt -> {
                        FaultBackend backend =
                                FaultBackend.failing(MemoryBackend.create(), fault, failAt, seed.value());
                        return Faults.Ran.of(backend, backend::steps, () -> scenario(backend), expected);
                    },
                    backend -> {
                        assertThat(backend.isDead()).isFalse();
                        backend.write(Handle.of("later"), Source.of(new byte[1]));
                        assertThat(list(backend)).contains("later");
                    });
        }
    }

    @Test
    void failedAppend_letsSomePartThrough(Seed seed) throws IOException {
        TreeSet<Long> parts = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            FaultBackend backend = FaultBackend.failing(
                    MemoryBackend.create(),
                    FaultBackend.Fault.FULL,
                    2,
                    seed.part(i).value());
            try (Spooling.Spool spool =
                    Objects.requireNonNull(backend.traits().spooling()).spool("s")) {
                assertThatThrownBy(() -> spool.append(MemorySegment.ofArray(new byte[1000])))
                        .isInstanceOf(Exhausted.class);
                parts.add(spool.size());
            }
        }
        assertThat(parts).contains(0L).hasSizeGreaterThan(5).allMatch(part -> part < 1000);
    }

    @ParameterizedTest
    @EnumSource
    void damage_changesTheObject(Damage damage, RandomGenerator random) throws IOException {
        Handle handle = Handle.of("packs/x");
        for (int size : new int[] {1, 2, 5000, 100_000}) {
            MemoryBackend backend = MemoryBackend.create();
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            bytes[size / 2] |= 1;
            backend.write(handle, Source.of(bytes));
            damage.apply(backend, handle, random);
            if (damage == Damage.DELETE) {
                assertThatThrownBy(() -> backend.stat(handle)).isInstanceOf(Missing.class);
                continue;
            }
            byte[] after = Damage.readAll(backend, handle);
            assertThat(after).isNotEqualTo(bytes);
            switch (damage) {
                case DELETE -> {}
                case TRUNCATE -> assertThat(after).isEqualTo(Arrays.copyOf(bytes, after.length));
                case ZERO -> assertThat(after).hasSize(size);
                case FLIP -> {
                    int bits = 0;
                    for (int i = 0; i < size; i++) {
                        bits += Integer.bitCount((after[i] ^ bytes[i]) & 0xFF);
                    }
                    assertThat(bits).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void damage_thatCanChangeNothing_isAMistake(RandomGenerator random) throws IOException {
        MemoryBackend backend = MemoryBackend.create();
        backend.write(Handle.of("empty"), Source.of(new byte[0]));
        backend.write(Handle.of("zeros"), Source.of(new byte[10]));
        assertThatThrownBy(() -> Damage.FLIP.apply(backend, Handle.of("empty"), random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Damage.ZERO.apply(backend, Handle.of("zeros"), random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Damage.readAll(backend, Handle.of("zeros"))).isEqualTo(new byte[10]);
    }
}
