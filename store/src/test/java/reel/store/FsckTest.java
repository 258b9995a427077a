package reel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Source;
import reel.backend.layer.Damage;
import reel.store.fsck.Finding;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.fsck.FsckReport;
import reel.store.gc.GcOptions;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

final class FsckTest {
    private static final FsckOptions REPAIR = new FsckOptions(true, true);
    private static final int ROUNDS = 8;

    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final MemoryBackend sound = MemoryBackend.create();
    private final List<Chunk> all;

    FsckTest() throws IOException {
        all = new ArrayList<>(Chunk.mixed(new Random(21), 250, 12_000));
        try (ChunkStore store = ChunkStore.create(sound, Stores.smallPacks(), budget)) {
            Chunk.putAll(store, all.subList(0, 150));
            Chunk.putAll(store, all.subList(100, 250));
        }
    }

    @AfterEach
    void everyLeaseIsClosed() {
        budget.close();
    }

    private FsckReport fsck(MemoryBackend backend, FsckOptions options) throws IOException {
        try (ChunkStore store = ChunkStore.open(backend, budget)) {
            return store.fsck(options, FsckProgress.NONE);
        }
    }

    /// How many chunks read back; those that do not must say so by an error.
    private List<Chunk> readable(MemoryBackend backend) throws IOException {
        List<Chunk> readable = new ArrayList<>();
        try (ChunkStore store = ChunkStore.open(backend, budget)) {
            for (Chunk chunk : all) {
                try {
                    assertThat(store.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
                    readable.add(chunk);
                } catch (ReelException expected) {
                    assertThat(expected).isInstanceOfAny(Corrupt.class, Missing.class, Refused.class);
                }
            }
        }
        return readable;
    }

    @Test
    void fsck_ofSoundStore_isClean() throws IOException {
        FsckReport report = fsck(sound, FsckOptions.DATA);
        assertThat(report.findings()).isEmpty();
        assertThat(report.chunks())
                .isEqualTo(all.stream().map(Chunk::id).distinct().count());
        assertThat(fsck(sound, REPAIR).repaired()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void fsck_ofDamagedPack_namesItAndWhatIsLost(Damage damage) throws IOException {
        Random random = new Random(22);
        for (int round = 0; round < ROUNDS; round++) {
            MemoryBackend backend = sound.snapshot();
            List<Handle> packs = Stores.objects(backend, "packs/");
            Handle victim = packs.get(random.nextInt(packs.size()));
            damage.apply(backend, victim, random);
            FsckReport report = fsck(backend, FsckOptions.DATA);
            assertThat(report.isClean()).isFalse();
            assertThat(report.findings()).allMatch(finding -> finding.object().equals(victim.path()));
            List<Chunk> readable = readable(backend);
            for (Chunk chunk : all) {
                boolean lost = report.findings().stream().anyMatch(f -> f.lost().contains(chunk.id()));
                assertThat(readable.contains(chunk)).as("%s lost", chunk.id()).isNotEqualTo(lost);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void repair_ofDamagedPack_savesTheRestAndAddingAgainHeals(Damage damage) throws IOException {
        Random random = new Random(23);
        for (int round = 0; round < ROUNDS; round++) {
            MemoryBackend backend = sound.snapshot();
            List<Handle> packs = Stores.objects(backend, "packs/");
            damage.apply(backend, packs.get(random.nextInt(packs.size())), random);
            int before = readable(backend).size();
            assertThat(fsck(backend, REPAIR).repaired()).isNotEmpty();
            assertThat(readable(backend).size()).isGreaterThanOrEqualTo(before);
            try (ChunkStore store = ChunkStore.open(backend, budget)) {
                Chunk.putAll(store, all);
            }
            assertThat(readable(backend)).hasSameSizeAs(all);
            try (ChunkStore store = ChunkStore.open(backend, budget)) {
                store.gc(sink -> all.forEach(chunk -> sink.accept(chunk.id())), GcOptions.DEFAULT);
            }
            assertThat(fsck(backend, FsckOptions.DATA).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void fsck_ofDamagedRun_findsItAndRepairsAll(Damage damage) throws IOException {
        Random random = new Random(24);
        for (int round = 0; round < ROUNDS; round++) {
            MemoryBackend backend = sound.snapshot();
            List<Handle> runs = Stores.objects(backend, "index/");
            Handle victim = runs.get(random.nextInt(runs.size()));
            damage.apply(backend, victim, random);
            FsckReport report = fsck(backend, FsckOptions.STRUCTURE);
            assertThat(report.findings()).isNotEmpty();
            if (damage != Damage.DELETE) {
                assertThat(report.findings())
                        .filteredOn(Finding.DamagedRun.class::isInstance)
                        .map(Finding::object)
                        .containsExactly(victim.path());
            }
            readable(backend);
            fsck(backend, REPAIR);
            assertThat(fsck(backend, FsckOptions.DATA).findings()).isEmpty();
            assertThat(readable(backend)).hasSameSizeAs(all);
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void open_withDamagedFormat_saysSo(Damage damage) throws IOException {
        MemoryBackend backend = sound.snapshot();
        damage.apply(backend, Handle.of("format"), new Random(25));
        assertThatThrownBy(() -> ChunkStore.open(backend, budget)).isInstanceOf(ReelException.class);
    }

    @Test
    void open_ofNewerVersion_isRefusedNamingBoth() throws IOException {
        MemoryBackend backend = sound.snapshot();
        String text = new String(Damage.readAll(backend, Handle.of("format")), StandardCharsets.UTF_8);
        byte[] newer = text.replace("version = 1", "version = 7").getBytes(StandardCharsets.UTF_8);
        Damage.replace(backend, Handle.of("format"), newer);
        assertThatThrownBy(() -> ChunkStore.open(backend, budget))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("version 7")
                .hasMessageContaining("version 2");
    }

    @Test
    void create_whereARepositoryIs_isRefused() {
        assertThatThrownBy(() -> ChunkStore.create(sound, Stores.smallPacks(), budget))
                .isInstanceOf(Refused.class);
    }

    @Test
    void fsck_ofStrayAndUnlistedObjects_notesThem() throws IOException {
        MemoryBackend backend = sound.snapshot();
        backend.write(Handle.of("packs/readme.txt"), Source.of(new byte[10]));
        backend.write(Handle.of("index/x.run"), Source.of(new byte[10]));
        Random random = new Random(26);
        try (ChunkStore store = ChunkStore.open(backend, budget);
                ChunkWriter writer = store.writer()) {
            for (int i = 0; i < 60; i++) {
                Chunk.noise(random, 20_000).putInto(writer);
            }
        }
        FsckReport report = fsck(backend, FsckOptions.DATA);
        assertThat(report.isClean()).isTrue();
        assertThat(report.findings()).anyMatch(Finding.UnlistedPack.class::isInstance);
        assertThat(report.findings())
                .filteredOn(Finding.StrayObject.class::isInstance)
                .hasSize(2);
    }

    @Test
    void repair_withoutAnyRun_bringsTheIndexBack() throws IOException {
        MemoryBackend backend = sound.snapshot();
        for (Handle run : Stores.objects(backend, "index/")) {
            backend.delete(run);
        }
        assertThat(readable(backend)).isEmpty();
        fsck(backend, REPAIR);
        assertThat(readable(backend)).hasSameSizeAs(all);
        assertThat(fsck(backend, FsckOptions.DATA).findings()).isEmpty();
    }

    @Test
    void put_afterAPackWasLostOrCut_storesItsChunksAgain() throws IOException {
        for (Damage damage : List.of(Damage.DELETE, Damage.TRUNCATE)) {
            MemoryBackend backend = sound.snapshot();
            damage.apply(backend, Stores.objects(backend, "packs/").getFirst(), new Random(27));
            assertThat(readable(backend).size()).isLessThan(all.size());
            try (ChunkStore store = ChunkStore.open(backend, budget)) {
                Chunk.putAll(store, all);
            }
            assertThat(readable(backend)).hasSameSizeAs(all);
        }
    }
}
