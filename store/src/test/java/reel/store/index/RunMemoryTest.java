package reel.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.LocalBackend;
import reel.store.layout.Cloak;
import reel.store.layout.PackId;
import reel.stream.hash.Hash;

/// A million entries are looked up where they lie: hardly anything of them is on the heap.
final class RunMemoryTest {
    private static final int ENTRIES = 1_000_000;
    private static final int SESSIONS = 4;

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void index_ofAMillionEntries_takesLessThanAMegabyteOfHeap(@TempDir Path folder) throws IOException {
        PackId pack = new PackId(new Hash(1, 2, 3, 4), 5);
        try (LocalBackend backend = LocalBackend.create(folder.resolve("repo"))) {
            SplittableRandom random = new SplittableRandom(1);
            try (ChunkIndex writer = new ChunkIndex(backend, Cloak.none())) {
                for (int session = 0; session < SESSIONS; session++) {
                    PendingIds pending = new PendingIds();
                    for (int i = 0; i < ENTRIES / SESSIONS; i++) {
                        pending.add(new Hash(random.nextLong(), random.nextLong(), random.nextLong(), 0), i);
                    }
                    int size = pending.size();
                    writer.add(pending.drain(_ -> 0, value -> (int) value), size, List.of(pack));
                }
                writer.compact();
            }
            long before = heapBytes();
            try (ChunkIndex index = new ChunkIndex(backend, Cloak.none())) {
                SplittableRandom again = new SplittableRandom(1);
                for (int i = 0; i < ENTRIES; i++) {
                    Hash id = new Hash(again.nextLong(), again.nextLong(), again.nextLong(), 0);
                    if (i % 50 == 0) {
                        assertThat(index.contains(id)).isTrue();
                    }
                }
                assertThat(index.entries()).isEqualTo(ENTRIES);
                assertThat(ChunkIndex.listRuns(backend)).hasSize(1);
                assertThat(heapBytes() - before).isLessThan(1 << 20);
            }
        }
    }
}
