package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Scope;

/// What every backend and every stack of decorators keeps. A subclass says how to make an empty one.
public abstract class BackendContract extends BackendObjectsContract {
    private static final Duration SOON = Duration.ofSeconds(20);

    // Spooling

    @Test
    void spool_ofManyPieces_isTheirConcatenation() throws IOException {
        byte[] all = noise(3_000_000, 4);
        try (Spooling.Spool spool = spooling().spool("pack")) {
            int step = 1;
            for (int at = 0; at < all.length; step = step * 3 % 700_001 + 1) {
                int length = Math.min(step, all.length - at);
                spool.append(MemorySegment.ofArray(all).asSlice(at, length));
                at += length;
                assertThat(spool.size()).isEqualTo(at);
            }
            spool.publish(handle("packs/aa/1"));
        }
        assertThat(readAll(handle("packs/aa/1"))).isEqualTo(all);
    }

    @Test
    void spool_whoseCallerReusesTheBuffer_keepsWhatWasAppended() throws IOException {
        byte[] buffer = {1, 2, 3};
        try (Spooling.Spool spool = spooling().spool("x")) {
            spool.append(MemorySegment.ofArray(buffer));
            Arrays.fill(buffer, (byte) 9);
            spool.publish(handle("a"));
        }
        assertThat(readAll(handle("a"))).containsExactly(1, 2, 3);
    }

    @Test
    void spool_beforePublish_isInvisibleAndCloseDiscards() throws IOException {
        try (Spooling.Spool spool = spooling().spool("x")) {
            spool.append(MemorySegment.ofArray(noise(400_000, 5)));
        }
        assertThat(list("")).isEmpty();
    }

    @Test
    void spool_publishedOverExisting_leavesIt() throws IOException {
        backend.write(handle("a"), text("old"));
        try (Spooling.Spool spool = spooling().spool("x")) {
            spool.append(MemorySegment.ofArray(new byte[] {7, 7, 7}));
            spool.publish(handle("a"));
        }
        assertThat(readText("a")).isEqualTo("old");
    }

    @Test
    void spool_publishedOverExistingOfOtherSize_replacesTheDamagedOne() throws IOException {
        backend.write(handle("a"), text("old"));
        try (Spooling.Spool spool = spooling().spool("x")) {
            spool.append(MemorySegment.ofArray(new byte[] {7, 7}));
            spool.publish(handle("a"));
        }
        assertThat(readAll(handle("a"))).containsExactly(7, 7);
    }

    @Test
    void spool_afterPublish_takesNothing() throws IOException {
        try (Spooling.Spool spool = spooling().spool("x")) {
            spool.publish(handle("empty"));
            assertThatThrownBy(() -> spool.append(MemorySegment.ofArray(new byte[1])))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> spool.publish(handle("other"))).isInstanceOf(IllegalStateException.class);
            spool.close();
            spool.close();
        }
        assertThat(list("")).containsExactly("empty");
        assertThat(readAll(handle("empty"))).isEmpty();
    }

    // Mapping

    @Test
    void map_isTheWholeObjectReadOnly() throws IOException {
        Mapping mapping = backend.traits().mapping();
        assertThat(mapping != null).isEqualTo(maps());
        if (mapping == null) {
            return;
        }
        byte[] bytes = noise(123_457, 6);
        backend.write(handle("a"), Source.of(bytes));
        backend.write(handle("empty"), Source.of(new byte[0]));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = mapping.map(handle("a"), arena);
            assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
            assertThatThrownBy(() -> mapped.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(mapping.map(handle("empty"), arena).byteSize()).isZero();
            backend.delete(handle("a"));
            assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
            assertThatThrownBy(() -> mapping.map(handle("a"), arena)).isInstanceOf(Missing.class);
        }
    }

    // Locking

    @Test
    void lock_shared_isHeldByMany_butNotBesideExclusive() throws IOException {
        assertThat(backend.traits().locking() != null).isEqualTo(locks());
        if (!locks()) {
            return;
        }
        Handle name = handle("locks/writers");
        Locking.Lock one = locking().lock(name, true, NOW);
        Locking.Lock two = locking().lock(name, true, NOW);
        assertThatThrownBy(() -> locking().lock(name, false, NOW)).isInstanceOf(Conflict.class);
        one.close();
        one.close();
        assertThatThrownBy(() -> locking().lock(name, false, Duration.ofMillis(10)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        two.close();
        try (Locking.Lock alone = locking().lock(name, false, NOW)) {
            assertThat(alone).isNotNull();
            assertThatThrownBy(() -> locking().lock(name, true, NOW)).isInstanceOf(Conflict.class);
            assertThatThrownBy(() -> locking().lock(name, false, NOW)).isInstanceOf(Conflict.class);
            locking().lock(handle("locks/other"), false, NOW).close();
        }
        locking().lock(name, true, NOW).close();
    }

    @Test
    void lock_outsideLocks_isAProgrammersMistake() {
        if (!locks()) {
            return;
        }
        assertThatThrownBy(() -> locking().lock(handle("writers"), true, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lock_exclusive_isHeldByOneAtATimeWhoeverCloses() throws IOException {
        if (!locks()) {
            return;
        }
        int[] unguarded = {0};
        try (Scope scope = Scope.open("lock")) {
            for (int i = 0; i < 8; i++) {
                scope.fork(() -> {
                    for (int round = 0; round < 10; round++) {
                        try (Locking.Lock lock = locking().lock(handle("locks/x"), false, SOON)) {
                            assertThat(lock).isNotNull();
                            int before = unguarded[0];
                            Thread.yield();
                            unguarded[0] = before + 1;
                        }
                    }
                    return 0;
                });
            }
            scope.join();
        }
        assertThat(unguarded[0]).isEqualTo(80);
    }

    @Test
    void lock_waitedFor_isGotWhenReleased() throws IOException {
        if (!locks()) {
            return;
        }
        Locking.Lock held = locking().lock(handle("locks/x"), false, NOW);
        try (Scope scope = Scope.open("waiter")) {
            scope.fork(() -> {
                locking().lock(handle("locks/x"), true, SOON).close();
                return 0;
            });
            held.close();
            scope.join();
        }
    }

    @Test
    void lock_whoseWaiterIsInterrupted_staysUsable() throws Exception {
        if (!locks()) {
            return;
        }
        Handle name = handle("locks/x");
        List<Throwable> seen = new ArrayList<>();
        try (Locking.Lock held = locking().lock(name, false, NOW)) {
            assertThat(held).isNotNull();
            Thread waiter = Thread.ofVirtual().start(() -> {
                try {
                    locking().lock(name, true, SOON).close();
                } catch (IOException failure) {
                    seen.add(failure);
                }
            });
            waiter.interrupt();
            waiter.join();
        }
        assertThat(seen).singleElement().isInstanceOf(InterruptedIOException.class);
        locking().lock(name, false, NOW).close();
    }

    // Interruption

    @Test
    void interruptedThread_isToldSo_andNobodyElseSuffers() throws Exception {
        backend.write(handle("a"), Source.of(noise(2 << 20, 7)));
        List<Throwable> seen = new ArrayList<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            try {
                backend.read(handle("a"), 0, MemorySegment.ofArray(new byte[2 << 20]));
            } catch (IOException failure) {
                seen.add(failure);
            }
            try {
                backend.write(handle("b"), Source.of(noise(2 << 20, 8)));
            } catch (IOException failure) {
                seen.add(failure);
            }
        });
        thread.join();
        assertThat(seen).hasSize(2).allMatch(InterruptedIOException.class::isInstance);
        assertThat(list("")).containsExactly("a");
        assertThat(readAll(handle("a"))).isEqualTo(noise(2 << 20, 7));
    }
}
