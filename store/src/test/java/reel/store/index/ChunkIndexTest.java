package reel.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.MemoryBackend;
import reel.backend.Stat;
import reel.backend.layer.Damage;
import reel.store.HookedBackend;
import reel.store.PlainBackend;
import reel.store.Stores;
import reel.store.crypt.EncryptedBackend;
import reel.store.crypt.Keys;
import reel.store.layout.Cloak;
import reel.store.layout.PackId;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class ChunkIndexTest {
    private final MemoryBackend backend = MemoryBackend.create();

    private static Hash randomId(RandomGenerator random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static PackId randomPack(RandomGenerator random) {
        return new PackId(randomId(random), random.nextInt(1, 1 << 20));
    }

    /// Adds a run of `count` chunks in one or two new packs, some of them known before, to index and model.
    private static void addRun(
            ChunkIndex index, Map<Hash, Set<Location>> model, List<Hash> known, int count, RandomGenerator random)
            throws IOException {
        List<PackId> packs = List.of(randomPack(random), randomPack(random));
        PendingIds pending = new PendingIds();
        for (int i = 0; i < count; i++) {
            boolean again = !known.isEmpty() && random.nextInt(10) == 0;
            Hash id = again ? known.get(random.nextInt(known.size())) : randomId(random);
            int pack = random.nextInt(2);
            if (pending.add(id, (long) pack << 32 | i)) {
                assertThat(pending.contains(id)).isTrue();
                model.computeIfAbsent(id, _ -> new HashSet<>()).add(new Location(packs.get(pack), i));
                known.add(id);
            }
        }
        int size = pending.size();
        index.add(pending.drain(value -> (int) (value >>> 32), value -> (int) value), size, packs);
        assertThat(pending.size()).isZero();
    }

    private static void assertAgrees(ChunkIndex index, Map<Hash, Set<Location>> model, RandomGenerator random)
            throws IOException {
        for (Map.Entry<Hash, Set<Location>> entry : model.entrySet()) {
            assertThat(index.all(entry.getKey())).containsExactlyInAnyOrderElementsOf(entry.getValue());
            assertThat(entry.getValue()).contains(index.first(entry.getKey()));
            Hash near = new Hash(
                    entry.getKey().w0(), entry.getKey().w1(), entry.getKey().w2() + 1, 0);
            assertThat(index.contains(near)).isEqualTo(model.containsKey(near));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(index.contains(randomId(random))).isFalse();
        }
    }

    @RepeatedTest(3)
    void index_ofManyRunsMergedAtRandom_agreesWithAMap(RandomGenerator random) throws IOException {
        Map<Hash, Set<Location>> model = new HashMap<>();
        List<Hash> known = new ArrayList<>();
        try (ChunkIndex index = new ChunkIndex(backend, Cloak.none())) {
            for (int run = 0; run < 40; run++) {
                addRun(index, model, known, random.nextInt(1, 300), random);
                if (random.nextInt(3) == 0) {
                    index.compact();
                    assertThat(ChunkIndex.listRuns(backend)).hasSizeLessThanOrEqualTo(ChunkIndex.MAX_RUNS);
                }
            }
            assertAgrees(index, model, random);
            try (ChunkIndex other = new ChunkIndex(backend, Cloak.none())) {
                assertAgrees(other, model, random);
            }
            for (Hash run : ChunkIndex.listRuns(backend)) {
                ChunkIndex.check(backend, Cloak.none(), run);
            }
            index.rewrite(_ -> true);
            assertThat(ChunkIndex.listRuns(backend)).hasSize(1);
            assertAgrees(index, model, random);
        }
    }

    @Test
    void rewrite_withoutAPack_dropsItsEntries(RandomGenerator random) throws IOException {
        Map<Hash, Set<Location>> model = new HashMap<>();
        try (ChunkIndex index = new ChunkIndex(backend, Cloak.none())) {
            addRun(index, model, new ArrayList<>(), 500, random);
            addRun(index, model, new ArrayList<>(model.keySet()), 500, random);
            PackId gone = index.packs().iterator().next();
            index.rewrite(pack -> !pack.equals(gone));
            model.values()
                    .forEach(places -> places.removeIf(place -> place.pack().equals(gone)));
            model.values().removeIf(Set::isEmpty);
            assertAgrees(index, model, random);
            assertThat(index.packs()).doesNotContain(gone);
            index.rewrite(_ -> false);
            assertThat(index.entries()).isZero();
            assertThat(ChunkIndex.listRuns(backend)).isEmpty();
        }
    }

    @Test
    void run_ofManyShards_findsEveryIdAndTellsEachOnce(RandomGenerator random) throws IOException {
        int count = 150_000;
        PendingIds pending = new PendingIds();
        List<Hash> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Hash id = randomId(random);
            ids.add(id);
            pending.add(id, i);
        }
        PackId pack = randomPack(random);
        try (ChunkIndex index = new ChunkIndex(backend, Cloak.none())) {
            index.add(pending.drain(_ -> 0, value -> (int) value), count, List.of(pack));
            for (int i = 0; i < count; i += 7) {
                assertThat(index.first(ids.get(i))).isEqualTo(new Location(pack, i));
            }
            long[] told = {0};
            index.walk((_, _, _, _, _) -> told[0]++);
            assertThat(told[0]).isEqualTo(count);
            ChunkIndex.check(
                    backend,
                    Cloak.none(),
                    ChunkIndex.listRuns(backend).iterator().next());
        }
    }

    @Test
    void ids_thatShareTheirFirstWord_areToldApart(RandomGenerator random) throws IOException {
        PendingIds pending = new PendingIds();
        List<Hash> ids = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            Hash id = new Hash(-1L, random.nextInt(3), i, 0);
            ids.add(id);
            pending.add(id, i);
        }
        PackId pack = randomPack(random);
        try (ChunkIndex index = new ChunkIndex(backend, Cloak.none())) {
            index.add(pending.drain(_ -> 0, value -> (int) value), 3000, List.of(pack));
            for (int i = 0; i < 3000; i++) {
                assertThat(index.first(ids.get(i))).isEqualTo(new Location(pack, i));
            }
        }
    }

    @Test
    void lookup_inADamagedShard_isCorruptAndNeverWrong(RandomGenerator random) throws IOException {
        Map<Hash, Set<Location>> model = new HashMap<>();
        try (ChunkIndex index = new ChunkIndex(backend, Cloak.none())) {
            addRun(index, model, new ArrayList<>(), 2000, random);
        }
        Hash run = ChunkIndex.listRuns(backend).iterator().next();
        for (int round = 0; round < 40; round++) {
            MemoryBackend damaged = backend.snapshot();
            Damage.FLIP.apply(damaged, StoreNames.run(run), random);
            boolean inHeader = headerDiffers(damaged, run);
            try (ChunkIndex index = new ChunkIndex(damaged, Cloak.none())) {
                if (!inHeader) {
                    Hash id = model.keySet().iterator().next();
                    assertThatThrownBy(() -> index.contains(id)).isInstanceOf(Corrupt.class);
                }
                assertThatThrownBy(() -> ChunkIndex.check(damaged, Cloak.none(), run))
                        .isInstanceOf(Corrupt.class);
            }
        }
    }

    /// Look-ups do not read the run's first bytes; only the full check does.
    private boolean headerDiffers(Backend damaged, Hash run) throws IOException {
        byte[] before = Damage.readAll(backend, StoreNames.run(run));
        byte[] after = Damage.readAll(damaged, StoreNames.run(run));
        return java.util.Arrays.mismatch(before, after) < RunLayout.HEADER_BYTES;
    }

    @Test
    void reader_whoseRunsWereMergedAway_keepsAnswering(RandomGenerator random) throws IOException {
        Map<Hash, Set<Location>> model = new HashMap<>();
        List<Hash> known = new ArrayList<>();
        try (ChunkIndex writer = new ChunkIndex(backend, Cloak.none());
                ChunkIndex reader = new ChunkIndex(backend, Cloak.none())) {
            for (int i = 0; i < 5; i++) {
                addRun(writer, model, known, 50, random);
            }
            assertAgrees(reader, model, random);
            writer.rewrite(_ -> true);
            assertAgrees(reader, model, random);
            addRun(writer, model, known, 50, random);
            assertThat(reader.refresh()).isTrue();
            assertThat(reader.refresh()).isFalse();
            assertAgrees(reader, model, random);
        }
        assertThat(Stores.objects(backend, "index/")).hasSize(2);
    }

    /// Nothing is mapped there: what is not read yet has gone with the run.
    @Test
    void reader_ofAnEncryptedIndex_whoseRunsAreMergedAwayBeforeItReadsThem_keepsAnswering(RandomGenerator random)
            throws IOException {
        Backend encrypted = EncryptedBackend.over(backend, Keys.of(1));
        Map<Hash, Set<Location>> model = new HashMap<>();
        List<Hash> known = new ArrayList<>();
        try (ChunkIndex writer = new ChunkIndex(encrypted, Cloak.none());
                ChunkIndex first = new ChunkIndex(encrypted, Cloak.none());
                ChunkIndex all = new ChunkIndex(encrypted, Cloak.none())) {
            for (int i = 0; i < 5; i++) {
                addRun(writer, model, known, 50, random);
            }
            for (ChunkIndex reader : List.of(first, all)) {
                assertThat(reader.refresh()).isTrue();
            }
            writer.rewrite(_ -> true);
            Hash id = known.getFirst();
            assertThat(model.get(id)).contains(first.first(id));
            assertThat(all.all(id)).containsExactlyInAnyOrderElementsOf(model.get(id));
            assertAgrees(first, model, random);
        }
    }

    @Test
    void checkedRuns_thatAreMergedAway_areNotReplacedByOthers(RandomGenerator random) throws IOException {
        Backend encrypted = EncryptedBackend.over(backend, Keys.of(1));
        Map<Hash, Set<Location>> model = new HashMap<>();
        List<Hash> known = new ArrayList<>();
        try (ChunkIndex writer = new ChunkIndex(encrypted, Cloak.none())) {
            addRun(writer, model, known, 50, random);
            addRun(writer, model, known, 50, random);
            try (ChunkIndex some = ChunkIndex.of(encrypted, Cloak.none(), ChunkIndex.listRuns(encrypted))) {
                writer.rewrite(_ -> true);
                Hash id = known.getFirst();
                assertThatThrownBy(() -> some.first(id)).isInstanceOf(Missing.class);
                assertThatThrownBy(() -> some.walk((_, _, _, _, _) -> {})).isInstanceOf(Missing.class);
            }
        }
    }

    /// Without a lock, two may merge at once.
    @Test
    void compact_ofRunsThatAnotherIsMerging_leavesItToTheOther(RandomGenerator random) throws IOException {
        Map<Hash, Set<Location>> model = new HashMap<>();
        List<Hash> known = new ArrayList<>();
        try (ChunkIndex writer = new ChunkIndex(new PlainBackend(backend), Cloak.none())) {
            for (int i = 0; i < 5; i++) {
                addRun(writer, model, known, 50, random);
            }
            AtomicBoolean armed = new AtomicBoolean(true);
            Backend overtaken = new HookedBackend(new PlainBackend(backend)) {
                @Override
                public void read(Handle handle, long offset, MemorySegment into) throws IOException {
                    // Offset 16 is where the first shard begins.
                    if (offset == RunLayout.HEADER_BYTES && armed.getAndSet(false)) {
                        writer.rewrite(_ -> true);
                    }
                    super.read(handle, offset, into);
                }
            };
            try (ChunkIndex slower = new ChunkIndex(overtaken, Cloak.none())) {
                slower.compact();
                assertThat(armed).isFalse();
                assertAgrees(slower, model, random);
            }
            assertThat(Stores.objects(backend, "index/")).hasSize(1);
        }
    }

    /// A listing tells of what comes and goes meanwhile as it likes: here neither of the old runs nor of the new one.
    @Test
    void refresh_besideAMergeThatTheListingMisses_losesNoEntry(RandomGenerator random) throws IOException {
        Map<Hash, Set<Location>> model = new HashMap<>();
        List<Hash> known = new ArrayList<>();
        try (ChunkIndex writer = new ChunkIndex(backend, Cloak.none())) {
            for (int i = 0; i < 5; i++) {
                addRun(writer, model, known, 50, random);
            }
            AtomicBoolean merged = new AtomicBoolean();
            Backend torn = new HookedBackend(backend) {
                @Override
                public void list(String prefix, Consumer<Stat> sink) throws IOException {
                    if (merged.getAndSet(true)) {
                        super.list(prefix, sink);
                        return;
                    }
                    Set<Handle> before = new HashSet<>(Stores.objects(backend, prefix));
                    writer.rewrite(_ -> true);
                    super.list(prefix, stat -> {
                        if (before.contains(stat.handle())) {
                            sink.accept(stat);
                        }
                    });
                }
            };
            try (ChunkIndex reader = new ChunkIndex(torn, Cloak.none())) {
                assertThat(reader.refresh()).isTrue();
                assertAgrees(reader, model, random);
            }
        }
    }
}
