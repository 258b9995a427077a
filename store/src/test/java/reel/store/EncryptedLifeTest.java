package reel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.layer.Damage;
import reel.store.crypt.ContentKey;
import reel.store.crypt.EncryptedBackend;
import reel.store.crypt.Keys;
import reel.store.fsck.Finding;
import reel.store.fsck.FsckOptions;
import reel.store.fsck.FsckProgress;
import reel.store.fsck.FsckReport;
import reel.store.gc.GcOptions;
import reel.stream.Corrupt;
import reel.stream.Locked;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Seeded;

/// What a whole life does to an encrypted store: sessions, gc, damage, repair; and what its objects show.
@Seeded
final class EncryptedLifeTest {
    private final MemoryBudget budget = MemoryBudget.tracked(96 << 20);
    private final MemoryBackend stored = MemoryBackend.create();
    private final ContentKey key = Keys.of(1);
    private final List<ChunkStore> stores = new ArrayList<>();

    @AfterEach
    void everyLeaseIsClosed() {
        stores.forEach(ChunkStore::close);
        budget.close();
    }

    private ChunkStore create(MemoryBackend on, ContentKey with) throws IOException {
        Backend backend = EncryptedBackend.over(on, with);
        ChunkStore store =
                ChunkStore.create(backend, with.cloak(), Stores.smallPacks().asEncrypted(), budget);
        stores.add(store);
        return store;
    }

    private ChunkStore reopen(MemoryBackend on) throws IOException {
        Backend backend = EncryptedBackend.over(on, key);
        ChunkStore store = ChunkStore.open(backend, key.cloak(), RepositoryFormat.read(backend), budget, 3);
        stores.add(store);
        return store;
    }

    private static void put(ChunkStore store, List<Chunk> chunks) throws IOException {
        try (ChunkWriter writer = store.writer()) {
            for (Chunk chunk : chunks) {
                boolean unused =
                        writer.put(chunk.kind(), chunk.id(), MemorySegment.ofArray(chunk.bytes()), chunk.hint());
            }
            writer.flush();
        }
    }

    private static void assertReadable(ChunkStore from, List<Chunk> chunks) throws IOException {
        for (Chunk chunk : chunks) {
            assertThat(from.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
        }
    }

    @Test
    void life_withSessionsAndGc_staysReadableAndClean(RandomGenerator random) throws IOException {
        ChunkStore store = create(stored, key);
        List<Chunk> kept = new ArrayList<>();
        for (int session = 0; session < 6; session++) {
            List<Chunk> chunks = Chunk.mixed(random, 60, 20_000);
            put(store, chunks);
            kept.addAll(chunks.subList(0, 30));
        }
        put(store, kept);
        store.gc(sink -> kept.forEach(chunk -> sink.accept(chunk.id())), GcOptions.DEFAULT);
        assertReadable(store, kept);
        ChunkStore again = reopen(stored);
        assertReadable(again, kept);
        FsckReport report = again.fsck(FsckOptions.DATA, FsckProgress.NONE);
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void objects_showNeitherIdsNorLengths(RandomGenerator random) throws IOException {
        List<Chunk> chunks = Chunk.mixed(random, 200, 20_000);
        put(create(stored, key), chunks);
        MemoryBackend other = MemoryBackend.create();
        put(create(other, Keys.of(2)), chunks);
        Set<String> names = new HashSet<>();
        for (Handle handle : Stores.objects(stored, "")) {
            if (!handle.path().equals("format")) {
                names.add(handle.name());
                long plain = EncryptedBackend.over(stored, key).stat(handle).size();
                assertThat(plain % 256).as("length of %s", handle).isZero();
            }
        }
        for (Handle handle : Stores.objects(other, "")) {
            assertThat(names).doesNotContain(handle.name());
        }
        Backend inside = EncryptedBackend.over(stored, key);
        Set<Long> ids = new HashSet<>();
        chunks.forEach(chunk -> ids.add(chunk.id().w0()));
        for (Handle handle : Stores.objects(stored, "")) {
            MemorySegment bytes = MemorySegment.ofArray(Damage.readAll(inside, handle));
            for (long at = 0; at + 8 <= bytes.byteSize(); at++) {
                long word = bytes.get(
                        java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.BIG_ENDIAN), at);
                assertThat(ids.contains(word)).as("%s at %d", handle, at).isFalse();
            }
        }
    }

    @Test
    void open_withoutKey_isLocked() throws IOException {
        create(stored, key);
        assertThatThrownBy(() -> ChunkStore.open(stored, budget)).isInstanceOf(Locked.class);
    }

    @Test
    void fsck_ofDamagedPack_namesTheLostChunksByTheirPlainIds(RandomGenerator random) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            chunks.add(Chunk.noise(random, 20_000));
        }
        put(create(stored, key), chunks);
        Handle pack = Stores.objects(stored, "packs/").getFirst();
        Damage.flip(stored, pack, 70_000, 2);
        ChunkStore store = reopen(stored);
        FsckReport report = store.fsck(FsckOptions.DATA, FsckProgress.NONE);
        Set<Chunk> lost = new HashSet<>();
        for (Finding finding : report.findings()) {
            chunks.stream().filter(chunk -> finding.lost().contains(chunk.id())).forEach(lost::add);
        }
        assertThat(lost).isNotEmpty().hasSizeLessThan(chunks.size());
        for (Chunk chunk : chunks) {
            if (lost.contains(chunk)) {
                assertThatThrownBy(() -> store.read(chunk.id(), 1 << 20)).isInstanceOf(Corrupt.class);
            } else {
                assertThat(store.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
            }
        }
    }

    @Test
    void repair_afterDamageInTheMiddleOfAPack_savesWhatIsElsewhere(RandomGenerator random) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            chunks.add(Chunk.noise(random, 20_000));
        }
        put(create(stored, key), chunks);
        Handle pack = Stores.objects(stored, "packs/").getFirst();
        Damage.flip(stored, pack, 70_000, 2);
        ChunkStore store = reopen(stored);
        FsckReport repaired = store.fsck(new FsckOptions(true, true), FsckProgress.NONE);
        assertThat(repaired.repaired()).isNotEmpty();
        int readable = 0;
        for (Chunk chunk : chunks) {
            if (store.contains(chunk.id())) {
                assertThat(store.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
                readable++;
            }
        }
        // A flip costs one segment of 64 KiB: at most five chunks of this size touch it.
        assertThat(readable).isGreaterThanOrEqualTo(chunks.size() - 5);
    }

    /// Every length from a few hundred bytes to some tens of KiB rounds up over each power of two somewhere.
    @Test
    void packAndRun_ofAnyLength_areReadAgain(RandomGenerator random) throws IOException {
        for (int length = 200; length < 40_000; length += Math.max(40, length / 64)) {
            assertReadAgain(List.of(Chunk.noise(random, length)), "a chunk of " + length + " bytes");
        }
        for (int count = 1; count < 500; count += Math.max(1, count / 24)) {
            List<Chunk> chunks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                chunks.add(Chunk.noise(random, 16));
            }
            assertReadAgain(chunks, count + " chunks");
        }
    }

    private void assertReadAgain(List<Chunk> chunks, String what) throws IOException {
        MemoryBackend on = MemoryBackend.create();
        put(create(on, key), chunks);
        assertThat(reopen(on).fsck(FsckOptions.DATA, FsckProgress.NONE).findings())
                .as(what)
                .isEmpty();
        assertReadable(stores.getLast(), chunks);
        stores.forEach(ChunkStore::close);
        stores.clear();
    }

    @Test
    void repair_ofAPackWithNothingLeft_namesWhatIsLostAndGoesOn(RandomGenerator random) throws IOException {
        List<Chunk> chunks = List.of(Chunk.noise(random, 20_000));
        put(create(stored, key), chunks);
        Handle pack = Stores.objects(stored, "packs/").getFirst();
        Damage.replace(stored, pack, new byte[(int) stored.stat(pack).size()]);
        List<Chunk> later = List.of(Chunk.noise(random, 20_000));
        put(reopen(stored), later);

        ChunkStore store = reopen(stored);
        assertThat(store.fsck(new FsckOptions(true, true), FsckProgress.NONE).findings())
                .anyMatch(finding -> finding.lost().contains(chunks.getFirst().id()));

        assertReadable(reopen(stored), later);
    }

    @ParameterizedTest
    @ValueSource(strings = {"end flipped", "cut in half", "cut in a tag", "in another's place"})
    void repair_ofAPackWhoseEndIsGone_savesWhatIsBeforeIt(String harm, RandomGenerator random) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            chunks.add(Chunk.noise(random, 20_000));
        }
        put(create(stored, key), chunks);
        List<Handle> packs = Stores.objects(stored, "packs/");
        Handle pack = packs.getFirst();
        byte[] whole = Damage.readAll(stored, pack);
        switch (harm) {
            case "end flipped" -> Damage.flip(stored, pack, whole.length - 10, 1);
            case "cut in half" -> Damage.replace(stored, pack, Arrays.copyOf(whole, whole.length / 2));
            case "cut in a tag" -> Damage.replace(stored, pack, Arrays.copyOf(whole, 64 + 2 * 65_552 + 5));
            default -> Damage.replace(stored, pack, Damage.readAll(stored, packs.getLast()));
        }
        ChunkStore store = reopen(stored);
        assertThat(store.fsck(new FsckOptions(true, true), FsckProgress.NONE).repaired())
                .isNotEmpty();
        int readable = 0;
        for (Chunk chunk : chunks) {
            if (store.contains(chunk.id())) {
                assertThat(store.read(chunk.id(), 1 << 20)).isEqualTo(chunk.bytes());
                readable++;
            }
        }
        int others = chunks.size() - (int) (whole.length / 20_000);
        int before = switch (harm) {
            case "end flipped" -> (whole.length - 2 * 65_552) / 20_100;
            case "cut in half" -> (whole.length / 2 - 65_552) / 20_100;
            case "cut in a tag" -> 2 * 65_536 / 20_100;
            default -> 0;
        };
        assertThat(readable).isGreaterThanOrEqualTo(others + before);
    }
}
