package reel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Stat;
import reel.store.crypt.EncryptedBackend;
import reel.store.crypt.Keys;
import reel.store.fsck.Finding;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.fsck.FsckReport;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.store.layout.Cloak;
import reel.stream.buffer.MemoryBudget;

/// A check, and a session and a collection that come between any two of its requests.
final class FsckBesideOthersTest {
    private static final GcOptions NOW = GcOptions.DEFAULT.waiting(Duration.ZERO);

    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final List<Chunk> dead = Chunk.mixed(new Random(1), 20, 12_000);
    private final List<Chunk> kept = Chunk.mixed(new Random(2), 20, 12_000);
    private final List<Chunk> added = Chunk.mixed(new Random(3), 20, 12_000);

    /// How the objects are got at.
    enum Access {
        MAPPED(backend -> backend, Cloak.none()),
        ENCRYPTED(
                backend -> EncryptedBackend.over(backend, Keys.of(1)),
                Keys.of(1).cloak());

        private final UnaryOperator<Backend> layer;
        private final Cloak cloak;

        Access(UnaryOperator<Backend> layer, Cloak cloak) {
            this.layer = layer;
            this.cloak = cloak;
        }
    }

    @AfterEach
    void everyLeaseIsClosed() {
        budget.close();
    }

    private ChunkStore open(Backend backend, Access access) throws IOException {
        Backend layered = access.layer.apply(backend);
        return ChunkStore.open(layered, access.cloak, RepositoryFormat.read(layered), budget, 1);
    }

    private MemoryBackend repository(Access access) throws IOException {
        MemoryBackend backend = MemoryBackend.create();
        RepositoryFormat format = Stores.smallPacks();
        Backend layered = access.layer.apply(backend);
        try (ChunkStore store = ChunkStore.create(
                layered, access.cloak, access == Access.ENCRYPTED ? format.asEncrypted() : format, budget)) {
            Chunk.putAll(store, dead);
            // Some packs become half empty and are written again.
            Chunk.putAll(store, List.of(dead.get(0), kept.get(0), dead.get(1), kept.get(1)));
            Chunk.putAll(store, kept.subList(2, 12));
            Chunk.putAll(store, kept.subList(12, 20));
        }
        return backend;
    }

    private void liveOn(Backend backend, Access access) throws IOException {
        try (ChunkStore store = open(backend, access)) {
            Chunk.putAll(store, added);
            GcReport collected = store.gc(
                    sink -> {
                        kept.forEach(chunk -> sink.accept(chunk.id()));
                        added.forEach(chunk -> sink.accept(chunk.id()));
                    },
                    NOW);
            assertThat(collected.packsRemoved()).isPositive();
        }
    }

    /// Does something once, before a certain request.
    private static final class Interrupted extends HookedBackend {
        private final int at;
        private final AtomicInteger requests = new AtomicInteger();
        private final Other other;

        interface Other {
            void run() throws IOException;
        }

        Interrupted(Backend inner, int at, Other other) {
            super(inner);
            this.at = at;
            this.other = other;
        }

        private synchronized void count() throws IOException {
            if (requests.getAndIncrement() == at) {
                other.run();
            }
        }

        @Override
        public Stat stat(Handle handle) throws IOException {
            count();
            return super.stat(handle);
        }

        @Override
        public void list(String prefix, Consumer<Stat> sink) throws IOException {
            count();
            super.list(prefix, sink);
        }

        @Override
        public void read(Handle handle, long offset, MemorySegment into) throws IOException {
            count();
            super.read(handle, offset, into);
        }
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void whatOthersDoBetweenAnyTwoRequests_isNoDamage(Access access) throws IOException {
        MemoryBackend first = repository(access);
        int at = 0;
        for (boolean came = true; came; at++) {
            MemoryBackend disk = first.snapshot();
            Interrupted backend = new Interrupted(disk, at, () -> liveOn(disk, access));
            // Opening reads the format: the first request of the check comes after it.
            try (ChunkStore store = open(backend, access)) {
                FsckReport report = store.fsck(FsckOptions.DATA, FsckProgress.NONE);
                assertThat(report.findings())
                        .as("others came before request %d", at)
                        .noneMatch(Finding::isDamage);
            }
            came = backend.requests.get() > at;
        }
        assertThat(at).isGreaterThan(10);
    }

    @Test
    void packThatIsLost_whileOthersGoOn_isFound() throws IOException {
        MemoryBackend first = repository(Access.MAPPED);
        try (ChunkStore store = open(first, Access.MAPPED)) {
            store.gc(sink -> kept.forEach(chunk -> sink.accept(chunk.id())), NOW);
        }
        Handle lost = Stores.objects(first, "packs/").getFirst();
        first.delete(lost);
        for (int at = 1; at < 8; at++) {
            MemoryBackend disk = first.snapshot();
            Interrupted backend = new Interrupted(disk, at, () -> {
                try (ChunkStore store = open(disk, Access.MAPPED)) {
                    Chunk.putAll(store, added);
                }
            });
            try (ChunkStore store = open(backend, Access.MAPPED)) {
                FsckReport report = store.fsck(FsckOptions.DATA, FsckProgress.NONE);
                assertThat(report.findings())
                        .filteredOn(Finding::isDamage)
                        .singleElement()
                        .isInstanceOf(Finding.MissingPack.class)
                        .matches(finding -> finding.object().equals(lost.path()))
                        .matches(finding -> !finding.lost().isEmpty());
            }
        }
    }
}
