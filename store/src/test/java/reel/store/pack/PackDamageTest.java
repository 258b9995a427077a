package reel.store.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.layer.Damage;
import reel.store.Chunk;
import reel.store.Stores;
import reel.store.layout.Cloak;
import reel.store.layout.Crc;
import reel.store.layout.Le;
import reel.store.layout.StoreNames;
import reel.store.layout.Trailer;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class PackDamageTest {
    private final MemoryBudget budget = MemoryBudget.tracked(64 << 20);
    private final MemoryBackend sound = MemoryBackend.create();
    private final List<Chunk> chunks = new ArrayList<>();

    @AfterEach
    void everyLeaseIsClosed() {
        budget.close();
    }

    private Hash pack(RandomGenerator random) throws IOException {
        Places places = new Places();
        PackStream.Settings settings = new PackStream.Settings(sound, budget, Cloak.none(), 1 << 20, 3);
        try (PackStream stream = new PackStream(settings, 0, places)) {
            for (Chunk chunk : Chunk.mixed(random, 40, 5_000)) {
                if (chunks.stream().noneMatch(c -> c.id().equals(chunk.id()))) {
                    long unused = stream.put(chunk.id(), MemorySegment.ofArray(chunk.bytes()), chunk.hint());
                    chunks.add(chunk);
                }
            }
            stream.finish();
        }
        assertThat(places.packs()).hasSize(1);
        return places.packs().getFirst().id();
    }

    /// Opens and reads everything; whatever comes is right.
    private int readAll(MemoryBackend backend, Hash pack) throws IOException {
        int read = 0;
        try (Packs packs = new Packs(backend, budget, Cloak.none())) {
            PackReader reader = packs.enter(pack);
            try {
                for (int chunk = 0; chunk < reader.table().chunks(); chunk++) {
                    Hash id = reader.table().id(chunk);
                    byte[] bytes = new byte[reader.table().chunkLength(chunk)];
                    try {
                        packs.read(pack, chunk, id, MemorySegment.ofArray(bytes));
                    } catch (Corrupt | Refused expected) {
                        continue;
                    }
                    assertThat(chunks.stream().filter(c -> c.id().equals(id)).findFirst())
                            .hasValueSatisfying(c -> assertThat(c.bytes()).isEqualTo(bytes));
                    read++;
                }
            } finally {
                reader.leave();
            }
        } catch (Corrupt | Refused expected) {
            return read;
        }
        return read;
    }

    @Test
    void read_ofSoundPack_givesAll(RandomGenerator random) throws IOException {
        Hash pack = pack(random);
        assertThat(readAll(sound, pack)).isEqualTo(chunks.size());
    }

    @Test
    void read_ofRandomlyFlippedPack_isRightOrCorrupt(RandomGenerator random) throws IOException {
        Hash pack = pack(random);
        for (int round = 0; round < 150; round++) {
            MemoryBackend damaged = sound.snapshot();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                Damage.FLIP.apply(damaged, StoreNames.pack(pack), random);
            }
            assertThat(readAll(damaged, pack)).isLessThanOrEqualTo(chunks.size());
        }
    }

    /// Numbers in the footer replaced by hostile ones, with checksums that fit: only the bounds protect the reader.
    @Test
    void open_ofHostileFooterWithRightChecksums_isRightOrCorrupt(RandomGenerator random) throws IOException {
        Hash pack = pack(random);
        Handle handle = StoreNames.pack(pack);
        byte[] original = Damage.readAll(sound, handle);
        int[] hostile = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 28, 0x7fffff, 8};
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            MemorySegment bytes = java.lang.foreign.Arena.ofAuto().allocate(original.length, 8);
            bytes.copyFrom(MemorySegment.ofArray(original));
            long trailerAt = original.length - Trailer.BYTES;
            long footerAt = bytes.get(Le.LONG, trailerAt);
            int words = (int) (trailerAt - footerAt) / 4;
            bytes.set(Le.INT, footerAt + 4L * random.nextInt(words), hostile[random.nextInt(hostile.length)]);
            bytes.set(Le.INT, trailerAt + 12, Crc.of(bytes, footerAt, trailerAt - footerAt));
            bytes.set(Le.INT, trailerAt + 52, Crc.of(bytes, trailerAt, 52));
            MemoryBackend damaged = sound.snapshot();
            Damage.replace(damaged, handle, bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
            refused += readAll(damaged, pack) < chunks.size() ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void salvage_ofPackWithoutFooter_findsEveryChunk(RandomGenerator random) throws IOException {
        Hash pack = pack(random);
        byte[] original = Damage.readAll(sound, StoreNames.pack(pack));
        MemoryBackend damaged = sound.snapshot();
        Damage.replace(
                damaged, StoreNames.pack(pack), java.util.Arrays.copyOf(original, original.length - Trailer.BYTES));
        List<Hash> found = new ArrayList<>();
        PackSalvage.read(damaged, pack, budget, Cloak.none(), (kind, id, bytes, hint) -> {
            assertThat(kind).isZero();
            found.add(id);
        });
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        chunks.stream().map(Chunk::id).toList());
    }

    @Test
    void publish_whereADamagedPackHasTheName_takesAnother(RandomGenerator random) throws IOException {
        Hash pack = pack(random);
        Damage.flip(sound, StoreNames.pack(pack), 100, 3);
        Places places = new Places();
        PackStream.Settings settings = new PackStream.Settings(sound, budget, Cloak.none(), 1 << 20, 3);
        try (PackStream stream = new PackStream(settings, 0, places)) {
            for (Chunk chunk : chunks) {
                long unused = stream.put(chunk.id(), MemorySegment.ofArray(chunk.bytes()), chunk.hint());
            }
            stream.finish();
        }
        Hash second = places.packs().getFirst().id();
        assertThat(second).isNotEqualTo(pack);
        assertThat(readAll(sound, second)).isEqualTo(chunks.size());
        assertThat(Stores.objects(sound, "packs/")).hasSize(2);
    }
}
