package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

/// What every backend keeps of objects: written, read, replaced, created, listed. A subclass says how to make an empty
/// one. Not used by itself: [BackendContract] has the abilities too.
public abstract class BackendObjectsContract {
    static final Duration NOW = Duration.ZERO;

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
}
