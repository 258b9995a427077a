package reel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reel.backend.MemoryBackend;
import reel.backend.layer.FaultBackend;
import reel.backend.layer.SimulatedCrash;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.gc.GcOptions;
import reel.stream.ReelException;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Faults;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Every write of a session and of a collection fails once and dies once; what was flushed stays.
@Seeded
final class StoreFaultTest {
    private static final int SAMPLE = 60;

    private final List<Chunk> first = Chunk.mixed(new Random(31), 60, 12_000);
    private final List<Chunk> second = Chunk.mixed(new Random(32), 60, 12_000);
    private final List<Chunk> third = Chunk.mixed(new Random(33), 40, 12_000);

    /// What a run leaves: the objects, and the chunks that must be readable.
    private record Left(MemoryBackend disk, List<Chunk> promised) {}

    /// Three sessions, a collection that drops most of the first, and one more session; `promised` follows what has
    /// been acknowledged.
    private void work(ChunkStore store, List<Chunk> promised) throws IOException {
        Chunk.putAll(store, first);
        promised.addAll(first);
        try (ChunkWriter writer = store.writer()) {
            for (Chunk chunk : second) {
                chunk.putInto(writer);
            }
            writer.flush();
            promised.addAll(second);
            for (Chunk chunk : third) {
                chunk.putInto(writer);
            }
        }
        List<Chunk> live = new ArrayList<>(second);
        live.addAll(first.subList(0, 20));
        promised.clear();
        promised.addAll(live);
        store.gc(sink -> live.forEach(chunk -> sink.accept(chunk.id())), GcOptions.DEFAULT);
        Chunk.putAll(store, third);
        promised.addAll(third);
    }

    private Faults.Ran<Left> run(FaultBackend.Fault fault, long failAt, Seed seed) throws Exception {
        MemoryBackend disk = MemoryBackend.create();
        List<Chunk> promised = new ArrayList<>();
        FaultBackend backend = FaultBackend.failing(disk, fault, failAt, seed.value());
        Class<? extends Throwable> expected =
                fault == FaultBackend.Fault.DEATH ? SimulatedCrash.class : ReelException.class;
        MemoryBudget budget = MemoryBudget.tracked(64 << 20);
        Faults.Ran<Left> ran = Faults.Ran.of(
                new Left(disk, promised),
                backend::steps,
                () -> {
                    try (ChunkStore store = ChunkStore.create(backend, Stores.smallPacks(), budget)) {
                        work(store, promised);
                    }
                },
                expected);
        if (fault != FaultBackend.Fault.DEATH) {
            budget.close();
        }
        return ran;
    }

    private void check(Left left) throws IOException {
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20)) {
            if (Stores.objects(left.disk, "format").isEmpty()) {
                assertThat(left.promised).isEmpty();
                return;
            }
            try (ChunkStore store = ChunkStore.open(left.disk, budget)) {
                assertThat(store.fsck(FsckOptions.DATA, FsckProgress.NONE).findings())
                        .noneMatch(finding -> finding.isDamage());
                assertReadable(store, left.promised);
                Chunk.putAll(store, third);
                List<Chunk> live = new ArrayList<>(left.promised);
                live.addAll(third);
                store.gc(sink -> live.forEach(chunk -> sink.accept(chunk.id())), GcOptions.DEFAULT);
                assertReadable(store, live);
                assertThat(store.fsck(FsckOptions.DATA, FsckProgress.NONE).findings())
                        .isEmpty();
            }
        }
    }

    private static void assertReadable(ChunkStore store, List<Chunk> chunks) throws IOException {
        for (Chunk chunk : chunks) {
            assertThat(store.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
        }
    }

    @Test
    void session_thatDiesAtAnyStep_leavesWhatWasFlushed(Seed seed) throws Exception {
        Faults.sampledSteps(SAMPLE, seed.random(), failAt -> run(FaultBackend.Fault.DEATH, failAt, seed), this::check);
    }

    @Test
    void session_whoseStepFails_leavesWhatWasFlushedAndNoLease(Seed seed) throws Exception {
        Faults.sampledSteps(
                SAMPLE, seed.random(), failAt -> run(FaultBackend.Fault.PASSING, failAt, seed), this::check);
    }

    @Test
    void session_thatMeetsAFullDisk_leavesWhatWasFlushedAndNoLease(Seed seed) throws Exception {
        Faults.sampledSteps(SAMPLE, seed.random(), failAt -> run(FaultBackend.Fault.FULL, failAt, seed), this::check);
    }
}
