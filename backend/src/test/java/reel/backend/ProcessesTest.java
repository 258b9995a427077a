package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.stream.Conflict;
import reel.testkit.Seeded;

/// One folder, two real processes, one of which may be killed.
final class ProcessesTest {
    private static final Handle LOCK = Handle.of("locks/writers");

    @TempDir
    Path root = Path.of("unset");

    private LocalBackend backend = open(Path.of("."));

    private static LocalBackend open(Path root) {
        try {
            return LocalBackend.open(root);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @BeforeEach
    void open() {
        backend = open(root);
    }

    @AfterEach
    void close() throws IOException {
        backend.close();
    }

    private Locking.Lock lock(boolean shared, Duration wait) throws IOException {
        return Objects.requireNonNull(backend.traits().locking()).lock(LOCK, shared, wait);
    }

    private long tempBytes() throws IOException {
        long total = 0;
        try (Stream<Path> all = Files.walk(root.resolve("tmp"))) {
            for (Path path : (Iterable<Path>) all::iterator) {
                total += Files.isRegularFile(path) ? Files.size(path) : 0;
            }
        }
        return total;
    }

    @Test
    void exclusiveLock_keepsOtherProcessesOut_namesItself_andDiesWithItsProcess() throws Exception {
        try (OtherProcess other = OtherProcess.start("own", root, LOCK.path())) {
            assertThat(other.says()).isEqualTo("held");
            for (boolean shared : new boolean[] {true, false}) {
                assertThatThrownBy(() -> lock(shared, Duration.ofMillis(20)))
                        .isInstanceOf(Conflict.class)
                        .hasMessageContaining("process " + other.pid())
                        .hasMessageContaining("OtherProcess own")
                        .hasMessageContaining("locks/writers");
            }
            other.kill();
            lock(false, Duration.ZERO).close();
        }
    }

    @Test
    void sharedLock_isSharedAcrossProcesses() throws Exception {
        try (OtherProcess other = OtherProcess.start("share", root, LOCK.path())) {
            assertThat(other.says()).isEqualTo("held");
            Locking.Lock ours = lock(true, Duration.ZERO);
            Locking.Lock second = lock(true, Duration.ZERO);
            assertThatThrownBy(() -> lock(false, Duration.ZERO)).isInstanceOf(Conflict.class);
            second.close();
            ours.close();
            assertThatThrownBy(() -> lock(false, Duration.ofMillis(20))).isInstanceOf(Conflict.class);
        }
        lock(false, Duration.ZERO).close();
    }

    @Test
    void lock_waitedForAcrossProcesses_isGotWhenTheOtherEnds() throws Exception {
        try (OtherProcess other = OtherProcess.start("own", root, LOCK.path())) {
            assertThat(other.says()).isEqualTo("held");
            Thread killer = Thread.ofVirtual().start(() -> {
                try {
                    other.kill();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            lock(true, Duration.ofSeconds(20)).close();
            killer.join();
        }
    }

    @Test
    void lock_ofOneBackend_bindsAnotherOfThisProcess_andTheirClosingDropsNothing() throws Exception {
        Locking.Lock held = lock(true, Duration.ZERO);
        try (LocalBackend second = LocalBackend.open(root)) {
            Locking locking = Objects.requireNonNull(second.traits().locking());
            assertThatThrownBy(() -> locking.lock(LOCK, false, Duration.ZERO)).isInstanceOf(Conflict.class);
            locking.lock(LOCK, true, Duration.ZERO).close();
        }
        // The kernel drops all locks of a process on a file when any descriptor of it closes: ours must still
        // hold.
        try (OtherProcess other = OtherProcess.start("own", root, LOCK.path())) {
            assertThat(other.says()).isEqualTo("conflict");
        }
        held.close();
    }

    @Test
    void leftovers_ofAKilledProcess_areReclaimed_thoseOfALivingOneAreNot() throws Exception {
        try (OtherProcess living = OtherProcess.start("spool", root, "1000000");
                OtherProcess killed = OtherProcess.start("spool", root, "3000000")) {
            assertThat(List.of(living.says(), killed.says())).containsOnly("spooled");
            assertThat(tempBytes()).isEqualTo(4_000_000);
            killed.kill();
            backend.write(Handle.of("a"), Source.of(new byte[1]));
            assertThat(tempBytes()).isEqualTo(1_000_000);
        }
        assertThat(tempBytes()).isZero();
    }

    @RepeatedTest(4)
    @Seeded
    void objects_ofAWriterKilledAnyTime_areWholeOrNotThere(RandomGenerator random) throws Exception {
        int acknowledged = 0;
        try (OtherProcess writer = OtherProcess.start("churn", root, "")) {
            for (int i = random.nextInt(1, 150); i > 0; i--) {
                acknowledged = Integer.parseInt(writer.says());
            }
            writer.kill();
        }
        List<Integer> there = new ArrayList<>();
        backend.list("", stat -> there.add(Integer.valueOf(stat.handle().name())));
        for (int number : there) {
            Handle handle = Handle.of("packs/" + number % 7 + "/" + number);
            byte[] bytes = new byte[(int) backend.stat(handle).size()];
            backend.read(handle, 0, MemorySegment.ofArray(bytes));
            assertThat(bytes).isEqualTo(OtherProcess.content(number));
        }
        assertThat(there)
                .containsAll(IntStream.rangeClosed(1, acknowledged).boxed().toList());
        backend.write(Handle.of("next"), Source.of(new byte[1]));
        assertThat(tempBytes()).isZero();
    }

    @Test
    void createNew_byThreeProcessesAtOnce_givesEachNameToOneOfThem() throws Exception {
        int names = 60;
        try (OtherProcess one = OtherProcess.start("create", root, Integer.toString(names));
                OtherProcess two = OtherProcess.start("create", root, Integer.toString(names));
                OtherProcess three = OtherProcess.start("create", root, Integer.toString(names))) {
            TreeSet<Integer> all = new TreeSet<>();
            for (OtherProcess process : List.of(one, two, three)) {
                for (String won : process.says().split(" ")) {
                    if (!won.isEmpty()) {
                        assertThat(all.add(Integer.valueOf(won))).isTrue();
                        assertThat(Files.readString(root.resolve("ops/" + won), StandardCharsets.UTF_8))
                                .isEqualTo(Long.toString(process.pid()));
                    }
                }
            }
            assertThat(all).hasSize(names);
        }
        assertThat(tempBytes()).isZero();
    }
}
