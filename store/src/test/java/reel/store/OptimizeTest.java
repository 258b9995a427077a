package reel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reel.backend.MemoryBackend;
import reel.backend.layer.FaultBackend;
import reel.backend.layer.SimulatedCrash;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.gc.Batch;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.store.index.ChunkIndex;
import reel.store.index.Location;
import reel.store.layout.Cloak;
import reel.stream.buffer.MemoryBudget;
import reel.stream.seal.Compressibility;
import reel.testkit.Faults;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Packs put into the order of reading.
@Seeded
final class OptimizeTest {
    private static final GcOptions NOW = GcOptions.DEFAULT.waiting(Duration.ZERO);
    private static final Batch BATCH = new Batch(1 << 20, 1 << 18);

    private static LiveIds ids(List<Chunk> chunks) {
        return sink -> chunks.forEach(chunk -> sink.accept(chunk.id()));
    }

    /// Noise in many sessions, each with a piece of everything, as many versions of a film leave it.
    private static List<Chunk> scattered(ChunkStore store, int versions, int chunks) throws IOException {
        List<Chunk> read = new ArrayList<>(Collections.nCopies(versions * chunks, null));
        for (int version = 0; version < versions; version++) {
            List<Chunk> session = new ArrayList<>();
            for (int i = 0; i < chunks; i++) {
                Chunk chunk = Chunk.noise(new Random(1000L * version + i), 20_000);
                read.set(i * versions + version, chunk);
                session.add(chunk);
            }
            Chunk.putAll(store, session);
        }
        return read;
    }

    private static long jumps(MemoryBackend backend, List<Chunk> order) throws IOException {
        ChunkIndex index = new ChunkIndex(backend, Cloak.none());
        long jumps = 0;
        Location last = null;
        for (Chunk chunk : order) {
            Location place = Objects.requireNonNull(index.first(chunk.id()));
            jumps += last != null && last.pack().equals(place.pack()) && place.chunk() == last.chunk() + 1 ? 0 : 1;
            last = place;
        }
        index.close();
        return jumps;
    }

    private static void assertWhole(ChunkStore store, List<Chunk> chunks) throws IOException {
        for (Chunk chunk : chunks) {
            assertThat(store.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
        }
        assertThat(store.fsck(FsckOptions.DATA, FsckProgress.NONE).findings()).isEmpty();
    }

    @Test
    void chunks_ofManySessions_lieInTheOrderOfReadingAfterwards() throws IOException {
        MemoryBackend backend = MemoryBackend.create();
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                ChunkStore store = ChunkStore.create(backend, Stores.smallPacks(), budget)) {
            List<Chunk> order = scattered(store, 12, 60);
            long before = jumps(backend, order);
            long bytes = store.size().packBytes();

            GcReport report = store.optimize(ids(order), ids(order), NOW, BATCH);

            assertThat(report.packsWritten()).isPositive();
            assertThat(before).isGreaterThan(600);
            assertThat(jumps(backend, order)).isLessThan(100);
            assertThat(store.size().packBytes()).isBetween(bytes * 9 / 10, bytes * 11 / 10);
            assertWhole(store, order);
            GcReport again = store.optimize(ids(order), ids(order), NOW, BATCH);
            assertThat(again.packsWritten() + again.packsRemoved() + again.packsRewritten())
                    .isZero();
        }
    }

    @Test
    void batch_ofManyTinyChunks_endsByTheirNumber() throws IOException {
        MemoryBackend backend = MemoryBackend.create();
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                ChunkStore store = ChunkStore.create(backend, Stores.smallPacks(), budget)) {
            List<Chunk> order = scattered(store, 12, 60);
            List<Integer> batches = new ArrayList<>();

            store.optimize(
                    ids(order),
                    ids(order),
                    NOW.telling(going -> batches.add(going.size())),
                    new Batch(Long.MAX_VALUE, 120));

            // Each session's packs hold 13 chunks of it: a batch of 120 to 150 takes 10 or more of each session.
            assertThat(batches).hasSizeBetween(4, 7);
            assertWhole(store, order);
        }
    }

    /// Sentences that come again, in any order: what compressing quickly finds only half of.
    private static byte[] sentences(Random order) {
        List<String> sentences = new ArrayList<>();
        Random words = new Random(5);
        for (int i = 0; i < 300; i++) {
            StringBuilder sentence = new StringBuilder();
            for (int word = 0; word < 12; word++) {
                sentence.append(Integer.toString(words.nextInt(3000), 36)).append(' ');
            }
            sentences.add(sentence.append('\n').toString());
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < 30_000) {
            String sentence = sentences.get(order.nextInt(sentences.size()));
            text.append(sentence, order.nextInt(20), sentence.length() - order.nextInt(20));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void text_isCompressedHarderOnce() throws IOException {
        MemoryBackend backend = MemoryBackend.create();
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                ChunkStore store = ChunkStore.create(backend, Stores.smallPacks(), budget)) {
            List<Chunk> texts = new ArrayList<>();
            try (ChunkStore quick = ChunkStore.open(backend, budget, 1)) {
                for (int i = 0; i < 60; i++) {
                    texts.add(Chunk.of(Kind.DATA, sentences(new Random(i)), Compressibility.LIKELY));
                }
                Chunk.putAll(quick, texts);
            }
            long before = store.size().packBytes();
            GcReport report = store.optimize(ids(texts), ids(texts), NOW, BATCH);
            assertThat(store.size().packBytes()).isLessThan(before * 11 / 12);
            assertThat(report.bytesFreed()).isEqualTo(before - store.size().packBytes());
            assertWhole(store, texts);
            GcReport again = store.optimize(ids(texts), ids(texts), NOW, BATCH);
            assertThat(again.packsWritten()).isZero();
        }
    }

    @Test
    void chunk_thatIsStillReliedOn_isWaitedFor() throws IOException {
        MemoryBackend backend = MemoryBackend.create();
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                ChunkStore store = ChunkStore.create(backend, Stores.smallPacks(), budget)) {
            List<Chunk> order = scattered(store, 8, 30);
            try (ChunkWriter writer = store.writer()) {
                assertThat(order.getFirst().putInto(writer)).isFalse();
                assertThat(store.optimize(ids(order), ids(order), NOW, BATCH).packsWaiting())
                        .isPositive();
                writer.flush();
            }
            assertThat(store.gc(ids(order), NOW).packsWaiting()).isZero();
            assertWhole(store, order);
        }
    }

    @Test
    void optimize_thatDiesAtAnyStep_leavesEverythingWhole(Seed seed) throws Exception {
        MemoryBackend first = MemoryBackend.create();
        List<Chunk> order;
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                ChunkStore store = ChunkStore.create(first, Stores.smallPacks(), budget)) {
            order = scattered(store, 6, 24);
        }
        AtomicLong runs = new AtomicLong();
        Faults.sampledSteps(
                25,
                seed.random(),
                failAt -> {
                    MemoryBackend disk = first.snapshot();
                    FaultBackend dying = FaultBackend.failing(disk, FaultBackend.Fault.DEATH, failAt, seed.value());
                    return Faults.Ran.of(
                            disk,
                            dying::steps,
                            () -> {
                                MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                                try (ChunkStore store = ChunkStore.open(dying, budget)) {
                                    store.optimize(ids(order), ids(order), NOW, BATCH);
                                }
                            },
                            SimulatedCrash.class);
                },
                disk -> {
                    runs.incrementAndGet();
                    try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                            ChunkStore store = ChunkStore.open(disk, budget)) {
                        assertThat(store.fsck(FsckOptions.DATA, FsckProgress.NONE)
                                        .findings())
                                .noneMatch(finding -> finding.isDamage());
                        store.optimize(ids(order), ids(order), NOW, BATCH);
                        assertWhole(store, order);
                    }
                });
        assertThat(runs.get()).isGreaterThan(10);
    }
}
