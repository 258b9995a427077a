package reel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.LocalBackend;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.gc.GcOptions;
import reel.stream.Scope;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Several stores, as several processes would, over one folder; several threads in each.
@Seeded
final class ConcurrencyTest {
    private static final int MAX_BYTES = 8_000;

    @Test
    void manySessionsInTwoStores_ofOneFolder_allStayReadable(@TempDir Path folder, Seed seed) throws IOException {
        List<Chunk> all = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger reads = new AtomicInteger();
        try (MemoryBudget budget = MemoryBudget.tracked(128 << 20);
                LocalBackend one = LocalBackend.create(folder.resolve("repo"));
                LocalBackend two = LocalBackend.open(folder.resolve("repo"));
                ChunkStore first = ChunkStore.create(one, Stores.smallPacks(), budget);
                ChunkStore second = ChunkStore.open(two, budget)) {
            try (Scope scope = Scope.open("writers")) {
                for (int t = 0; t < 4; t++) {
                    ChunkStore mine = t % 2 == 0 ? first : second;
                    ChunkStore other = t % 2 == 0 ? second : first;
                    RandomGenerator random = seed.part(t).random();
                    Future<?> unused = scope.fork(() -> {
                        for (int session = 0; session < 12; session++) {
                            List<Chunk> chunks = Chunk.mixed(random, 20, MAX_BYTES);
                            Chunk.putAll(mine, chunks);
                            all.addAll(chunks);
                            for (int i = 0; i < 20; i++) {
                                Chunk chunk = all.get(random.nextInt(all.size()));
                                assertThat(other.read(chunk.id(), MAX_BYTES)).isEqualTo(chunk.bytes());
                                reads.incrementAndGet();
                            }
                        }
                        return null;
                    });
                }
                scope.join();
            }
            assertThat(reads).hasValue(4 * 12 * 20);
            assertThat(first.fsck(FsckOptions.DATA, FsckProgress.NONE).isClean())
                    .isTrue();
        }
    }

    @Test
    void readers_whileGarbageIsCollectedAgainAndAgain_findWhatLives(@TempDir Path folder, Seed seed)
            throws IOException {
        try (MemoryBudget budget = MemoryBudget.tracked(128 << 20);
                LocalBackend one = LocalBackend.create(folder.resolve("repo"));
                LocalBackend two = LocalBackend.open(folder.resolve("repo"));
                ChunkStore writer = ChunkStore.create(one, Stores.smallPacks(), budget);
                ChunkStore reader = ChunkStore.open(two, budget)) {
            List<Chunk> live = Chunk.mixed(new Random(1), 80, MAX_BYTES);
            Chunk.putAll(writer, live);
            try (Scope scope = Scope.open("readers")) {
                for (int t = 0; t < 2; t++) {
                    RandomGenerator random = seed.part(t).random();
                    Future<?> unused = scope.fork(() -> {
                        for (int i = 0; i < 600; i++) {
                            Chunk chunk = live.get(random.nextInt(live.size()));
                            assertThat(reader.read(chunk.id(), MAX_BYTES)).isEqualTo(chunk.bytes());
                        }
                        return null;
                    });
                }
                Future<?> unused = scope.fork(() -> {
                    RandomGenerator random = seed.part(9).random();
                    for (int round = 0; round < 8; round++) {
                        Chunk.putAll(writer, Chunk.mixed(random, 60, MAX_BYTES));
                        writer.gc(
                                sink -> live.forEach(chunk -> sink.accept(chunk.id())),
                                new GcOptions(false, 1, java.time.Duration.ofSeconds(10)));
                    }
                    return null;
                });
                scope.join();
            }
        }
    }

    @Test
    void parallelReads_ofCompressedFrames_shareTheCacheAndReturnEveryLease(Seed seed) throws IOException {
        MemoryBudget budget = MemoryBudget.tracked(32 << 20);
        try (LocalStore opened = LocalStore.create(budget)) {
            ChunkStore store = opened.store();
            List<Chunk> chunks = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                byte[] text = ("line " + i + " of a text that compresses well\n")
                        .repeat(300)
                        .getBytes();
                chunks.add(Chunk.of(Kind.DATA, text, reel.stream.seal.Compressibility.LIKELY));
            }
            Chunk.putAll(store, chunks);
            try (Scope scope = Scope.open("readers")) {
                for (int t = 0; t < 4; t++) {
                    RandomGenerator random = seed.part(t).random();
                    Future<?> unused = scope.fork(() -> {
                        try (Arena arena = Arena.ofShared()) {
                            for (int i = 0; i < 300; i++) {
                                Chunk chunk = chunks.get(random.nextInt(chunks.size()));
                                MemorySegment into = arena.allocate(chunk.bytes().length);
                                store.read(chunk.id(), into);
                                assertThat(into.mismatch(MemorySegment.ofArray(chunk.bytes())))
                                        .isEqualTo(-1);
                            }
                        }
                        return null;
                    });
                }
                scope.join();
            }
        }
        assertThat(budget.usedBytes()).isZero();
        budget.close();
    }

    /// A store in memory that is closed with its test.
    private record LocalStore(ChunkStore store) implements AutoCloseable {
        static LocalStore create(MemoryBudget budget) throws IOException {
            return new LocalStore(ChunkStore.create(reel.backend.MemoryBackend.create(), Stores.smallPacks(), budget));
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
