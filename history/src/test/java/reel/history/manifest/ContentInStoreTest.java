package reel.history.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.store.ChunkStore;
import reel.store.ChunkWriter;
import reel.store.RepositoryFormat;
import reel.stream.Corrupt;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;

/// The pipelines on real packs: several files, compressible and not, written by one store and restored by another.
class ContentInStoreTest {
    private static final int SMALL = ContentWriter.SMALL_BYTES;

    private final Backend backend = MemoryBackend.create();
    private final MemoryBudget budget = MemoryBudget.tracked(256 << 20);
    private final List<byte[]> files = List.of(
            Sample.noise(1, 2 * SMALL + 4321),
            "The same line again and again.\n".repeat(200_000).getBytes(StandardCharsets.UTF_8),
            new byte[SMALL + 1],
            Sample.noise(2, 10_000),
            new byte[0]);
    private final List<Content> contents = new ArrayList<>();

    @BeforeEach
    void writeAll() throws IOException {
        try (ChunkStore store = ChunkStore.create(backend, RepositoryFormat.fresh(ChunkProfile.BALANCED), budget);
                ChunkWriter writer = store.writer()) {
            ContentWriter contentWriter = new ContentWriter(writer, budget);
            for (byte[] file : files) {
                contents.add(contentWriter.write(Sample.reader(file), "file", Sample.BALANCED));
            }
            writer.flush();
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        backend.close();
        budget.close();
    }

    @Test
    void restore_byAnotherStore_givesEveryFileBack() throws IOException {
        try (ChunkStore store = ChunkStore.open(backend, budget)) {
            for (int i = 0; i < files.size(); i++) {
                assertThat(Sample.restore(store, contents.get(i))).isEqualTo(files.get(i));
            }
        }
    }

    @Test
    void restore_withAFlippedByteInAnyPack_neverGivesWrongBytes() throws IOException {
        List<Handle> packs = new ArrayList<>();
        backend.list("packs/", stat -> packs.add(stat.handle()));
        assertThat(packs).hasSizeGreaterThanOrEqualTo(2);
        for (Handle pack : packs) {
            byte[] bytes = new byte[(int) backend.stat(pack).size()];
            backend.read(pack, 0, MemorySegment.ofArray(bytes));
            byte[] bad = bytes.clone();
            bad[bytes.length / 2] ^= 1;
            replace(pack, bad);
            int refused = 0;
            try (ChunkStore store = ChunkStore.open(backend, budget)) {
                for (int i = 0; i < files.size(); i++) {
                    try {
                        assertThat(Sample.restore(store, contents.get(i))).isEqualTo(files.get(i));
                    } catch (Corrupt damage) {
                        refused++;
                    }
                }
            }
            assertThat(refused).as("files refused because of %s", pack).isPositive();
            replace(pack, bytes);
        }
        restore_byAnotherStore_givesEveryFileBack();
    }

    @Test
    void restore_withAPackGone_namesWhatIsMissing() throws IOException {
        List<Handle> packs = new ArrayList<>();
        backend.list("packs/", stat -> packs.add(stat.handle()));
        for (Handle pack : packs) {
            backend.delete(pack);
        }
        try (ChunkStore store = ChunkStore.open(backend, budget)) {
            assertThatThrownBy(() -> Sample.restore(store, contents.getFirst()))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining(contents.getFirst().root().toString());
        }
    }

    private void replace(Handle handle, byte[] bytes) throws IOException {
        backend.delete(handle);
        backend.createNew(handle, Source.of(bytes));
    }
}
