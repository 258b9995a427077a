package reel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reel.backend.MemoryBackend;
import reel.backend.layer.FaultBackend;
import reel.store.gc.GcOptions;
import reel.store.gc.GcReport;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;

final class GcTest {
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final MemoryBackend backend = MemoryBackend.create();
    private final ChunkStore store;

    GcTest() throws IOException {
        store = ChunkStore.create(backend, Stores.smallPacks(), budget);
    }

    @AfterEach
    void everyLeaseIsClosed() {
        store.close();
        budget.close();
    }

    private static LiveIds ids(List<Chunk> chunks) {
        return sink -> chunks.forEach(chunk -> sink.accept(chunk.id()));
    }

    private void assertReadable(ChunkStore from, List<Chunk> chunks) throws IOException {
        for (Chunk chunk : chunks) {
            assertThat(from.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
        }
    }

    private long packBytes() {
        long[] sum = {0};
        backend.list("packs/", stat -> sum[0] += stat.size());
        return sum[0];
    }

    @Test
    void gc_ofRandomSubset_keepsExactlyWhatLives() throws IOException {
        Random random = new Random(11);
        List<Chunk> all = Chunk.mixed(random, 600, 20_000);
        Chunk.putAll(store, all);
        List<Chunk> live = new ArrayList<>();
        Set<Hash> liveIds = new HashSet<>();
        for (Chunk chunk : all) {
            if (random.nextInt(3) == 0) {
                live.add(chunk);
                liveIds.add(chunk.id());
            }
        }
        long before = packBytes();
        GcReport dry = store.gc(ids(live), GcOptions.DEFAULT.asDryRun());
        assertThat(packBytes()).isEqualTo(before);
        GcReport report = store.gc(ids(live), GcOptions.DEFAULT);
        assertThat(report.bytesBefore()).isEqualTo(before);
        assertThat(report.bytesFreed()).isEqualTo(before - packBytes()).isPositive();
        assertThat(report.liveChunks()).isEqualTo(liveIds.size()).isEqualTo(dry.liveChunks());
        assertThat(report.packsRemoved()).isEqualTo(dry.packsRemoved());
        assertThat(report.packsRewritten()).isEqualTo(dry.packsRewritten());
        assertReadable(store, live);
        try (ChunkStore again = ChunkStore.open(backend, budget)) {
            assertReadable(again, live);
        }
        GcReport second = store.gc(ids(live), GcOptions.DEFAULT);
        assertThat(second.packsRemoved() + second.packsRewritten()).isZero();
    }

    @Test
    void gc_ofNothingAlive_leavesNoPack() throws IOException {
        Chunk.putAll(store, Chunk.mixed(new Random(12), 100, 20_000));
        GcReport report = store.gc(sink -> {}, GcOptions.DEFAULT);
        assertThat(packBytes()).isZero();
        assertThat(report.bytesFreed()).isEqualTo(report.bytesBefore());
    }

    @Test
    void gc_withMissingLiveChunk_isCorruptAndDeletesNothing() throws IOException {
        List<Chunk> all = Chunk.mixed(new Random(13), 50, 20_000);
        Chunk.putAll(store, all);
        Chunk lost = Chunk.noise(new Random(14), 100);
        long before = packBytes();
        assertThatThrownBy(() -> store.gc(sink -> sink.accept(lost.id()), GcOptions.DEFAULT))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining(lost.id().toString());
        assertThat(packBytes()).isEqualTo(before);
        assertReadable(store, all);
    }

    @Test
    void gc_ofLeftoverOfDeadSession_removesIt() throws IOException {
        List<Chunk> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(Chunk.noise(new Random(100 + i), 20_000));
        }
        try (ChunkWriter writer = store.writer()) {
            for (Chunk chunk : many) {
                chunk.putInto(writer);
            }
        }
        assertThat(packBytes()).isPositive();
        store.gc(sink -> {}, GcOptions.DEFAULT);
        assertThat(packBytes()).isZero();
        Chunk.putAll(store, many);
        assertReadable(store, many);
    }

    @Test
    void gc_ofManySmallPacks_joinsThem() throws IOException {
        List<Chunk> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Chunk chunk = Chunk.noise(new Random(200 + i), 5_000);
            Chunk.putAll(store, List.of(chunk));
            all.add(chunk);
        }
        GcReport report = store.gc(ids(all), GcOptions.DEFAULT);
        assertThat(report.packsRewritten()).isEqualTo(12);
        assertThat(report.packsWritten()).isEqualTo(1);
        assertReadable(store, all);
    }

    @Test
    void gc_withNoRoomToCopy_hasRemovedWhatNothingNeeds() throws IOException {
        List<Chunk> half = new ArrayList<>();
        List<Chunk> dead = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            half.add(Chunk.noise(new Random(300 + i), 20_000));
            dead.add(Chunk.noise(new Random(400 + i), 20_000));
        }
        Chunk.putAll(store, half);
        Chunk.putAll(store, dead);
        List<Chunk> live = half.subList(0, 2);
        long before = packBytes();
        String failed = "nothing";
        for (int step = 1; !failed.contains("spool pack"); step++) {
            try (FaultBackend full = FaultBackend.failing(backend, FaultBackend.Fault.FULL, step, 1);
                    ChunkStore again = ChunkStore.open(full, budget)) {
                Throwable thrown = catchThrowable(() -> again.gc(ids(live), GcOptions.DEFAULT));
                assertThat(thrown).isInstanceOf(Exhausted.class);
                failed = String.valueOf(thrown.getMessage());
            }
        }
        assertThat(packBytes()).isBetween(1L, before / 2 + 1000);
        assertReadable(store, live);
    }

    @Test
    void reader_thatOpenedBeforeGc_findsChunksInNewPacks() throws IOException {
        Random random = new Random(15);
        List<Chunk> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(Chunk.noise(random, 10_000));
        }
        Chunk.putAll(store, all);
        List<Chunk> live = all.subList(0, 200).stream()
                .filter(c -> (c.bytes()[0] & 3) == 0)
                .toList();
        try (ChunkStore reader = ChunkStore.open(backend, budget)) {
            assertThat(reader.contains(live.getFirst().id())).isTrue();
            store.gc(ids(live), GcOptions.DEFAULT);
            assertReadable(reader, live);
        }
    }

    @Test
    void writer_thatOpenedItsStoreBeforeGc_storesCollectedChunksAgain() throws IOException {
        List<Chunk> all = Chunk.mixed(new Random(16), 50, 10_000);
        Chunk.putAll(store, all);
        try (ChunkStore other = ChunkStore.open(backend, budget)) {
            assertThat(other.contains(all.getFirst().id())).isTrue();
            store.gc(sink -> {}, GcOptions.DEFAULT);
            Chunk.putAll(other, all);
            assertReadable(other, all);
        }
        assertReadable(store, all);
    }

    @Test
    void size_andStoredBytes_tellWhatChunksTake() throws IOException {
        byte[] text = "the same words again and again, ".repeat(500).getBytes(StandardCharsets.UTF_8);
        Chunk words = Chunk.of(Kind.DATA, text, Compressibility.LIKELY);
        Chunk noise = Chunk.noise(new Random(18), 10_000);
        Chunk.putAll(store, List.of(words, noise));
        assertThat(store.storedBytes(words.id())).isBetween(1L, 1_000L);
        assertThat(store.storedBytes(noise.id())).isEqualTo(10_000);
        StoreSize size = store.size();
        assertThat(size.packs()).isEqualTo(1);
        assertThat(size.packBytes()).isEqualTo(packBytes());
        assertThat(size.runs()).isEqualTo(1);
        assertThatThrownBy(
                        () -> store.storedBytes(Chunk.noise(new Random(19), 9).id()))
                .isInstanceOf(Missing.class);
    }

    @Test
    void read_ofChunkNobodyStored_isMissing() {
        Chunk unknown = Chunk.noise(new Random(17), 10);
        assertThatThrownBy(() -> store.read(unknown.id(), MemorySegment.ofArray(new byte[10])))
                .isInstanceOf(Missing.class);
    }
}
