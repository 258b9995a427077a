package reel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;

/// A collection and sessions that are open while it works.
final class GcBesideWritersTest {
    private static final GcOptions NOW = GcOptions.DEFAULT.waiting(Duration.ZERO);
    private static final LiveIds NOTHING = sink -> {};

    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final MemoryBackend backend = MemoryBackend.create();
    private final ChunkStore store;
    private final Chunk dead = Chunk.noise(new Random(1), 20_000);
    private final Chunk kept = Chunk.noise(new Random(2), 20_000);

    GcBesideWritersTest() throws IOException {
        store = ChunkStore.create(backend, Stores.smallPacks(), budget);
        Chunk.putAll(store, List.of(dead));
        Chunk.putAll(store, List.of(kept));
    }

    @AfterEach
    void everyLeaseIsClosed() {
        store.close();
        budget.close();
    }

    private static LiveIds live(Chunk... chunks) {
        return sink -> {
            for (Chunk chunk : chunks) {
                sink.accept(chunk.id());
            }
        };
    }

    private void assertWholeWith(Chunk... chunks) throws IOException {
        for (Chunk chunk : chunks) {
            assertThat(store.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
        }
        assertThat(store.fsck(FsckOptions.DATA, FsckProgress.NONE).findings()).isEmpty();
    }

    private int packs() throws IOException {
        return Stores.objects(backend, "packs/").size();
    }

    @Test
    void gc_whileASessionIsOpen_condemnsAndSaysWhoIsInTheWay() throws IOException {
        try (ChunkWriter writer = store.writer()) {
            GcReport report = store.gc(live(kept), NOW);
            assertThat(report.packsWaiting()).isEqualTo(1);
            assertThat(report.bytesWaiting()).isGreaterThan(20_000);
            assertThat(report.waitingFor()).contains("locks/epoch-even");
            assertThat(report.packsRemoved()).isZero();
            assertThat(writer.stored().chunks()).isZero();
        }
        assertThat(packs()).isEqualTo(2);

        GcReport next = store.gc(live(kept), NOW);

        assertThat(next.packsRemoved()).isEqualTo(1);
        assertThat(next.deadChunks()).isEqualTo(1);
        assertThat(next.packsWaiting()).isZero();
        assertThat(packs()).isEqualTo(1);
        assertWholeWith(kept);
    }

    @Test
    void session_fromBefore_keepsWhatItFound() throws IOException {
        try (ChunkWriter writer = store.writer()) {
            assertThat(dead.putInto(writer)).isFalse();
            assertThat(store.gc(live(kept), NOW).packsWaiting()).isEqualTo(1);
            writer.flush();
        }
        GcReport report = store.gc(live(kept, dead), NOW);
        assertThat(report.packsRemoved()).isZero();
        assertWholeWith(kept, dead);
    }

    @Test
    void session_thatBeginsAfterTheVerdict_storesAgainUnderAnotherName() throws IOException {
        List<Handle> before = Stores.objects(backend, "packs/");
        try (ChunkWriter elder = store.writer()) {
            assertThat(store.gc(live(kept), NOW).packsWaiting()).isEqualTo(1);
            try (ChunkWriter writer = store.writer()) {
                assertThat(dead.putInto(writer)).isTrue();
                assertThat(kept.putInto(writer)).isFalse();
                writer.flush();
            }
            assertThat(elder.stored().chunks()).isZero();
        }
        assertThat(Stores.objects(backend, "packs/")).hasSize(3).containsAll(before);

        assertThat(store.gc(live(kept, dead), NOW).packsRemoved()).isEqualTo(1);

        assertThat(packs()).isEqualTo(2);
        assertWholeWith(kept, dead);
    }

    @Test
    void session_thatStoresAgainWhatWasDeletedInItsEpoch_doesNotReuseTheName() throws IOException {
        List<Handle> before = Stores.objects(backend, "packs/");
        store.gc(live(kept), NOW);
        Chunk.putAll(store, List.of(dead));
        assertThat(Stores.objects(backend, "packs/")).hasSize(2).isNotEqualTo(before);
        store.gc(live(kept, dead), NOW);
        assertWholeWith(kept, dead);
    }

    @Test
    void pack_thatASessionHasWrittenAndNotYetIndexed_isSpared() throws IOException {
        List<Chunk> many = Chunk.mixed(new Random(3), 200, 30_000);
        try (ChunkWriter writer = store.writer()) {
            for (Chunk chunk : many) {
                chunk.putInto(writer);
            }
            assertThat(store.gc(live(kept), NOW).packsWaiting()).isGreaterThan(1);
            writer.flush();
        }
        store.gc(live(many.toArray(Chunk[]::new)), NOW);
        assertWholeWith(many.toArray(Chunk[]::new));
    }

    @Test
    void elderSessions_ofTwoEpochsAgo_areStillWaitedFor() throws IOException {
        try (ChunkWriter eldest = store.writer()) {
            assertThat(dead.putInto(eldest)).isFalse();
            for (int i = 0; i < 3; i++) {
                assertThat(store.gc(live(kept), NOW).packsWaiting()).isEqualTo(1);
            }
            eldest.flush();
        }
        assertThat(Stores.objects(backend, "gc/")).hasSize(1);
        store.gc(live(kept, dead), NOW);
        assertWholeWith(kept, dead);
    }

    @Test
    void collections_twoAtOnce_areConflict() throws IOException {
        LiveIds nested = sink -> {
            assertThatThrownBy(() -> store.gc(NOTHING, NOW)).isInstanceOf(Conflict.class);
            sink.accept(kept.id());
        };
        assertThat(store.gc(nested, NOW).packsRemoved()).isEqualTo(1);
    }

    @Test
    void chunk_thatComesToLifeWhileItIsAnnounced_isTakenBack() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        LiveIds late = new LiveIds() {
            @Override
            public void forEach(Consumer<Hash> sink) {
                sink.accept(kept.id());
                if (asked.get() > 0) {
                    sink.accept(dead.id());
                }
            }

            @Override
            public boolean announce(long epoch, long floor) {
                return asked.getAndIncrement() > 0;
            }
        };
        assertThat(store.gc(late, NOW).packsRemoved()).isZero();
        assertThat(asked).hasValue(1);
        assertWholeWith(kept, dead);
    }

    @Test
    void reader_isNeverInTheWay_andFindsEverythingAtAnyMoment() throws IOException {
        Backend watched = new Delegate(backend, backend.traits().locking(), () -> {
            try (ChunkStore reader = ChunkStore.open(backend, budget)) {
                assertThat(reader.read(kept.id(), 1 << 20)).isEqualTo(kept.bytes());
            }
            assertThat(store.read(kept.id(), 1 << 20)).isEqualTo(kept.bytes());
        });
        try (ChunkStore collecting = ChunkStore.open(watched, budget)) {
            GcOptions all = new GcOptions(false, 1, Duration.ZERO);
            assertThat(collecting.gc(live(kept), all).packsRemoved()).isEqualTo(1);
        }
    }

    @Test
    void record_thatIsDamaged_refusesWritersUntilTheNextCollection() throws IOException {
        store.gc(live(kept), NOW);
        Handle record = Stores.objects(backend, "gc/").getFirst();
        byte[] bytes = new byte[(int) backend.stat(record).size()];
        backend.read(record, 0, MemorySegment.ofArray(bytes));
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            backend.delete(record);
            backend.createNew(record, Source.of(flipped));
            assertThatThrownBy(store::writer).isInstanceOf(Corrupt.class).hasMessageContaining("gc/");
        }
        Chunk other = Chunk.noise(new Random(5), 9_000);
        store.gc(live(kept), NOW);
        backend.delete(record);
        backend.createNew(record, Source.of(new byte[3]));
        assertThatThrownBy(store::writer).isInstanceOf(Corrupt.class);
        MemoryBackend copy = backend.snapshot();
        try (ChunkStore again = ChunkStore.open(copy, budget)) {
            again.gc(NOTHING, NOW);
            Chunk.putAll(again, List.of(other));
            assertThat(again.read(other.id(), 1 << 20)).isEqualTo(other.bytes());
            again.gc(NOTHING, NOW);
            assertThat(Stores.objects(copy, "packs/")).isEmpty();
        }
    }

    @Test
    void session_whoseLockWasLost_isToldToBeginAgain() throws IOException {
        Backend forgetful = new Delegate(backend, (name, shared, wait) -> () -> {}, () -> {});
        try (ChunkStore there = ChunkStore.open(forgetful, budget);
                ChunkWriter writer = there.writer()) {
            assertThat(dead.putInto(writer)).isFalse();
            assertThat(store.gc(live(kept), NOW).packsRemoved()).isEqualTo(1);
            assertThatThrownBy(() -> writer.requireNotSwept(1))
                    .isInstanceOf(Conflict.class)
                    .hasMessageContaining("lock was lost");
            assertThatThrownBy(writer::flush).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void records_ofLongAgo_areTidiedAway() throws IOException {
        for (int i = 0; i < 20; i++) {
            Chunk.putAll(store, List.of(Chunk.noise(new Random(100 + i), 5_000)));
            store.gc(live(kept), NOW);
        }
        assertThat(Stores.objects(backend, "gc/")).hasSize(16);
        assertWholeWith(kept);
    }

    /// A backend with other locks, that looks around at every change.
    private record Delegate(
            Backend inner,
            @org.jspecify.annotations.Nullable Locking locking,
            Look look) implements Backend {
        interface Look {
            void around() throws IOException;
        }

        @Override
        public Traits traits() {
            return new Traits("delegate", null, inner.traits().mapping(), locking, null);
        }

        @Override
        public Stat stat(Handle handle) throws IOException {
            return inner.stat(handle);
        }

        @Override
        public void list(String prefix, Consumer<Stat> sink) throws IOException {
            inner.list(prefix, sink);
        }

        @Override
        public void read(Handle handle, long offset, MemorySegment into) throws IOException {
            inner.read(handle, offset, into);
        }

        @Override
        public void write(Handle handle, Source source) throws IOException {
            inner.write(handle, source);
            look.around();
        }

        @Override
        public void createNew(Handle handle, Source source) throws IOException {
            inner.createNew(handle, source);
            look.around();
        }

        @Override
        public void delete(Handle handle) throws IOException {
            inner.delete(handle);
            look.around();
        }

        @Override
        public void close() {}
    }
}
