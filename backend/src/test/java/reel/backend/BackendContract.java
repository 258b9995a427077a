package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Scope;

/// What every backend and every stack of decorators keeps. A subclass says how to make an empty one.
public abstract class BackendContract {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(20);

    protected Backend backend = MemoryBackend.create();

    /// A new, empty backend with every ability; closed after the test.
    protected abstract Backend create() throws IOException;

    /// Whether there is to be a mapping.
    protected boolean maps() {
        return true;
    }

    /// Whether there are to be locks.
    protected boolean locks() {
        return true;
    }

    @BeforeEach
    void open() throws IOException {
        backend = create();
    }

    @AfterEach
    void close() throws IOException {
        backend.close();
    }

    protected static Handle handle(String path) {
        return Handle.of(path);
    }

    protected static Source text(String text) {
        return Source.of(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    protected byte[] readAll(Handle handle) throws IOException {
        byte[] bytes = new byte[(int) backend.stat(handle).size()];
        backend.read(handle, 0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    protected String readText(String path) throws IOException {
        return new String(readAll(handle(path)), StandardCharsets.UTF_8);
    }

    protected List<String> list(String prefix) throws IOException {
        List<String> paths = new ArrayList<>();
        backend.list(prefix, stat -> paths.add(stat.handle().path()));
        return paths;
    }

    protected Spooling spooling() {
        return Objects.requireNonNull(backend.traits().spooling());
    }

    protected Locking locking() {
        return Objects.requireNonNull(backend.traits().locking());
    }

    // Objects

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 1 << 18, (1 << 20) - 1, 1 << 20, (3 << 20) + 17})
    void write_ofAnySize_readsBackWhole(int size) throws IOException {
        byte[] bytes = noise(size, size);
        backend.write(handle("packs/ab/one.pack"), Source.of(bytes));
        assertThat(readAll(handle("packs/ab/one.pack"))).isEqualTo(bytes);
        assertThat(backend.stat(handle("packs/ab/one.pack")).size()).isEqualTo(size);
    }

    @Test
    void replace_ofObject_givesNewBytesAtOnce() throws IOException {
        backend.createNew(handle("packs/a"), text("daneged"));

        Objects.requireNonNull(backend.traits().replacing()).replace(handle("packs/a"), text("damaged"));

        assertThat(readText("packs/a")).isEqualTo("damaged");
        assertThat(list("")).containsExactly("packs/a");
    }

    @Test
    void replace_ofNothing_creates() throws IOException {
        Objects.requireNonNull(backend.traits().replacing()).replace(handle("packs/a"), text("there again"));

        assertThat(readText("packs/a")).isEqualTo("there again");
    }

    @Test
    void replace_ofFolder_isRefused() throws IOException {
        backend.createNew(handle("a/b"), text("in it"));
        Replacing replacing = Objects.requireNonNull(backend.traits().replacing());

        assertThatThrownBy(() -> replacing.replace(handle("a"), text("x"))).isInstanceOf(Refused.class);
    }

    @Test
    void replace_underMapping_leavesItsBytes() throws IOException {
        if (!maps()) {
            return;
        }
        backend.createNew(handle("a"), text("old"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped =
                    Objects.requireNonNull(backend.traits().mapping()).map(handle("a"), arena);

            Objects.requireNonNull(backend.traits().replacing()).replace(handle("a"), text("new"));

            assertThat(new String(mapped.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
                    .isEqualTo("old");
        }
    }

    @Test
    void write_fromOffHeapMemory_readsBackIntoOffHeapMemory() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(100_000);
            MemorySegment.copy(noise(100_000, 1), 0, bytes, ValueLayout.JAVA_BYTE, 0, 100_000);
            backend.write(handle("a"), Source.of(bytes));
            MemorySegment back = arena.allocate(100_000);
            backend.read(handle("a"), 0, back);
            assertThat(back.mismatch(bytes)).isEqualTo(-1);
        }
    }

    @Test
    void write_ofSameContentAgain_leavesTheObject() throws IOException {
        backend.write(handle("a/b"), text("same"));
        backend.write(handle("a/b"), text("same"));
        assertThat(readText("a/b")).isEqualTo("same");
        assertThat(list("")).containsExactly("a/b");
    }

    @Test
    void write_whoseSourceFails_leavesNothing() throws IOException {
        Source broken = new Source() {
            @Override
            public long size() {
                return 3 << 20;
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                if (offset + into.byteSize() >= size()) {
                    throw new Corrupt("source", offset, "bytes", "none");
                }
            }
        };
        assertThatThrownBy(() -> backend.write(handle("a"), broken))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("source");
        assertThatThrownBy(() -> backend.createNew(handle("a"), broken)).isInstanceOf(Corrupt.class);
        assertThat(list("")).isEmpty();
        backend.createNew(handle("a"), text("good"));
        assertThat(readText("a")).isEqualTo("good");
    }

    @Test
    void read_ofRangeInside_fillsIt() throws IOException {
        byte[] bytes = noise(10_000, 2);
        backend.write(handle("a"), Source.of(bytes));
        byte[] range = new byte[500];
        backend.read(handle("a"), 9_500, MemorySegment.ofArray(range));
        assertThat(range).isEqualTo(Arrays.copyOfRange(bytes, 9_500, 10_000));
        backend.read(handle("a"), 10_000, MemorySegment.ofArray(new byte[0]));
    }

    @Test
    void read_pastTheEnd_isCorrupt() throws IOException {
        backend.write(handle("a"), text("0123456789"));
        assertThatThrownBy(() -> backend.read(handle("a"), 5, MemorySegment.ofArray(new byte[6])))
                .isInstanceOf(Corrupt.class);
        assertThatThrownBy(() -> backend.read(handle("a"), 11, MemorySegment.ofArray(new byte[0])))
                .isInstanceOf(Corrupt.class);
        assertThatThrownBy(() -> backend.read(handle("a"), Long.MAX_VALUE, MemorySegment.ofArray(new byte[1])))
                .isInstanceOf(Corrupt.class);
    }

    @Test
    void handle_notThere_isMissing() {
        assertThatThrownBy(() -> backend.stat(handle("no/such"))).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> backend.stat(handle("x".repeat(300)))).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> backend.read(handle("no/such"), 0, MemorySegment.ofArray(new byte[1])))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("no/such");
    }

    @Test
    void folder_isNotAnObject() throws IOException {
        backend.write(handle("a/b/c"), text("x"));
        assertThatThrownBy(() -> backend.stat(handle("a/b"))).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> backend.read(handle("a/b"), 0, MemorySegment.ofArray(new byte[1])))
                .isInstanceOf(Missing.class);
        assertThatThrownBy(() -> backend.write(handle("a/b"), text("y"))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> backend.createNew(handle("a/b"), text("y"))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> backend.write(handle("a/b/c/d"), text("y"))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> backend.createNew(handle("a/b/c/d/e"), text("y")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> backend.stat(handle("a/b/c/d"))).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> backend.read(handle("a/b/c/d"), 0, MemorySegment.ofArray(new byte[1])))
                .isInstanceOf(Missing.class);
        backend.delete(handle("a/b/c/d"));
        backend.delete(handle("a/b"));
        assertThat(readText("a/b/c")).isEqualTo("x");
    }

    @Test
    void reservedHandles_nameNoObjects() {
        for (String path : List.of("tmp", "tmp/x", "locks/x")) {
            assertThatThrownBy(() -> backend.write(handle(path), text("x")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> backend.stat(handle(path))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void delete_removesAndIsIdempotent() throws IOException {
        backend.write(handle("a/b"), text("x"));
        backend.delete(handle("a/b"));
        backend.delete(handle("a/b"));
        backend.delete(handle("never/there"));
        assertThatThrownBy(() -> backend.stat(handle("a/b"))).isInstanceOf(Missing.class);
        assertThat(list("")).isEmpty();
        backend.write(handle("a/b"), text("again"));
        assertThat(readText("a/b")).isEqualTo("again");
    }

    // Creating

    @Test
    void createNew_ofExisting_isConflictAndChangesNothing() throws IOException {
        backend.createNew(handle("ops/1"), text("first"));
        assertThatThrownBy(() -> backend.createNew(handle("ops/1"), text("second")))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("ops/1");
        assertThat(readText("ops/1")).isEqualTo("first");
    }

    @Test
    void createNew_byManyAtOnce_succeedsForExactlyOne() throws IOException {
        for (int round = 0; round < 8; round++) {
            Handle handle = handle("ops/" + round);
            AtomicInteger winners = new AtomicInteger();
            AtomicInteger winner = new AtomicInteger(-1);
            try (Scope scope = Scope.open("create")) {
                for (int i = 0; i < 8; i++) {
                    int me = i;
                    scope.fork(() -> {
                        try {
                            backend.createNew(handle, text("by " + me));
                            winners.incrementAndGet();
                            winner.set(me);
                        } catch (Conflict lost) {
                            assertThat(lost.thing()).contains(handle.path());
                        }
                        return me;
                    });
                }
                scope.join();
            }
            assertThat(winners).hasValue(1);
            assertThat(readText(handle.path())).isEqualTo("by " + winner.get());
        }
    }

    // Listing

    @Test
    void list_tellsAllInAscendingOrderOfHandle() throws IOException {
        List<String> paths = new ArrayList<>(List.of(
                "a/b",
                "a/c",
                "a.b",
                "a-",
                "a0",
                "b",
                "index/1.run",
                "packs/00/x",
                "packs/0/y",
                "packs/0-",
                "z/z/z/z",
                "packs/\u00e9",
                "tmp2",
                "locksmith/x"));
        for (String path : paths) {
            backend.write(handle(path), text(path));
        }
        paths.sort(null);
        assertThat(list("")).containsExactlyElementsOf(paths);
        List<Long> sizes = new ArrayList<>();
        backend.list("a/", stat -> sizes.add(stat.size()));
        assertThat(sizes).containsExactly(3L, 3L);
    }

    @Test
    void list_withPrefix_tellsOnlyWhatStartsWithIt() throws IOException {
        for (String path : List.of("packs/ab/1", "packs/ab/2", "packs/ac/3", "packs2/4", "p")) {
            backend.write(handle(path), text(path));
        }
        assertThat(list("packs/ab/")).containsExactly("packs/ab/1", "packs/ab/2");
        assertThat(list("packs/a")).containsExactly("packs/ab/1", "packs/ab/2", "packs/ac/3");
        assertThat(list("packs")).containsExactly("packs/ab/1", "packs/ab/2", "packs/ac/3", "packs2/4");
        assertThat(list("packs/ab/2")).containsExactly("packs/ab/2");
        assertThat(list("packs/ab/2/")).isEmpty();
        assertThat(list("../")).isEmpty();
        assertThat(list("nothing")).isEmpty();
    }

    @Test
    void list_tellsNeitherLocksNorUnfinishedWrites() throws IOException {
        try (Spooling.Spool spool = spooling().spool("x");
                Locking.Lock lock = locks() ? locking().lock(handle("locks/writers"), true, NOW) : () -> {}) {
            assertThat(lock).isNotNull();
            spool.append(MemorySegment.ofArray(noise(1 << 20, 3)));
            assertThat(list("")).isEmpty();
            assertThat(list("tmp/")).isEmpty();
            assertThat(list("locks/")).isEmpty();
        }
    }

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
