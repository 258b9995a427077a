package reel.history.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.backend.MemoryBackend;
import reel.history.commit.Commit;
import reel.history.commit.Commits;
import reel.history.commit.Signature;
import reel.history.manifest.ContentReader;
import reel.history.op.View;
import reel.history.tree.RandomTrees;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.ChunkStore;
import reel.store.ChunkWriter;
import reel.store.RepositoryFormat;
import reel.stream.ReelException;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class ReachableTest {
    private static final RepositoryFormat FORMAT =
            new RepositoryFormat("000102030405060708090a0b0c0d0e0f", ChunkProfile.BALANCED, 256 << 10);

    private final Sandbox sandbox;

    ReachableTest() throws IOException {
        sandbox = new Sandbox();
    }

    private Set<Hash> live(UndoWindow window, Reachable.Roots... extra) throws IOException {
        Set<Hash> ids = new HashSet<>();
        new Reachable(sandbox.repository, sandbox.contents, window, List.of(extra), () -> Sandbox.INFO)
                .forEach(ids::add);
        return ids;
    }

    /// A folder with files of several chunks and of one.
    private Hash randomTree(RandomGenerator random) throws IOException {
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            RepoPath path = RepoPath.of("d" + random.nextInt(3) + "/f" + random.nextInt(3));
            if (!model.containsKey(path)) {
                model.put(path, sandbox.file(path, Data.NOISE.bytes(random, random.nextInt(600_000))));
            }
        }
        return RandomTrees.write(sandbox.chunks, model);
    }

    @RepeatedTest(5)
    void everythingStored_thatSomethingNames_isAliveAndNothingElse(RandomGenerator random) throws IOException {
        Hash first = sandbox.commit(randomTree(random));
        Hash second = sandbox.commit(randomTree(random), first);
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", second));
        Set<Hash> named = sandbox.chunks.ids();
        sandbox.commit(randomTree(random), second);

        assertThat(live(UndoWindow.ALL)).isEqualTo(named);
    }

    @Test
    void pastOperations_areAliveInsideTheWindowOnly(RandomGenerator random) throws IOException {
        Hash old = sandbox.commit(randomTree(random));
        Set<Hash> ofOld = sandbox.chunks.ids();
        Hash present = sandbox.commit(sandbox.tree(Map.of("a", "b")));
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", old));
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", present));

        assertThat(live(UndoWindow.ALL)).containsAll(ofOld);
        assertThat(live(UndoWindow.last(2))).containsAll(ofOld);
        assertThat(live(UndoWindow.since(Instant.EPOCH))).containsAll(ofOld);
        assertThat(live(UndoWindow.last(1))).contains(present).doesNotContainAnyElementsOf(ofOld);
        assertThat(live(UndoWindow.since(Instant.ofEpochSecond(1000)))).doesNotContainAnyElementsOf(ofOld);
    }

    @Test
    void extraRoots_areAliveWithAllBelow(RandomGenerator random) throws IOException {
        TreeEntry.File staged = sandbox.file(RepoPath.of("big"), Data.NOISE.bytes(random, 500_000));
        Hash tree = randomTree(random);
        Hash commit = sandbox.commit(sandbox.tree(Map.of("only", "staged")));

        Set<Hash> ids = live(UndoWindow.last(1), sink -> {
            sink.content(staged.content());
            sink.tree(tree);
            sink.commit(commit);
        });

        assertThat(ids).isEqualTo(sandbox.chunks.ids());
    }

    @RepeatedTest(10)
    void anythingUnreadable_isAnError_neverSkipped(RandomGenerator random) throws IOException {
        Hash commit = sandbox.commit(randomTree(random));
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", commit));
        Set<Hash> nodes = new HashSet<>();
        nodes.add(commit);
        sandbox.repository
                .trees()
                .forEachNode(sandbox.repository.commits().read(commit).tree(), nodes::add, entry -> {});
        Hash victim = List.copyOf(nodes).get(random.nextInt(nodes.size()));
        sandbox.chunks.damage(victim, "broken".getBytes(StandardCharsets.UTF_8));
        Repository fresh = Repository.open(sandbox.backend, sandbox.chunks);

        assertThatThrownBy(() -> new Reachable(fresh, sandbox.contents, UndoWindow.ALL, List.of(), () -> Sandbox.INFO)
                        .forEach(id -> {}))
                .isInstanceOf(ReelException.class);
    }

    @Test
    void commitOfThePast_thatGcRemoved_isNoError(RandomGenerator random) throws IOException {
        Hash old = sandbox.commit(randomTree(random));
        Hash present = sandbox.commit(Trees.EMPTY);
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", old));
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", present));
        Set<Hash> kept = live(UndoWindow.last(1));
        for (Hash id : sandbox.chunks.ids()) {
            if (!kept.contains(id)) {
                sandbox.chunks.lose(id);
            }
        }

        assertThat(live(UndoWindow.ALL)).isEqualTo(kept);
        assertThatThrownBy(() -> sandbox.repository.undo(3, Sandbox.INFO)).isInstanceOf(ReelException.class);
    }

    /// What a collection knows of the index is older than the operations it reads, and the present view, which it reads
    /// first, makes it look at nothing new.
    @Test
    void commitOfThePast_thatAnotherProcessMadeSince_isAlive() throws IOException {
        try (MemoryBudget budget = MemoryBudget.tracked(64 << 20);
                MemoryBackend backend = MemoryBackend.create();
                ChunkStore collecting = ChunkStore.create(backend, FORMAT, budget);
                ChunkStore writing = ChunkStore.open(backend, budget)) {
            Repository here = Repository.create(backend, collecting, Sandbox.INFO, View.EMPTY);
            Repository there = Repository.open(backend, writing);
            Hash first = commit(there, "first");
            assertThat(collecting.contains(first)).isTrue();

            Hash past = commit(there, "past");
            there.undo(there.ops().current().number(), Sandbox.INFO);
            assertThat(there.view().commits()).containsExactly(first);

            Set<Hash> ids = new HashSet<>();
            new Reachable(here, new ContentReader(collecting, budget), UndoWindow.ALL, List.of(), () -> Sandbox.INFO)
                    .forEach(ids::add);
            assertThat(ids).contains(first, past);
        }
    }

    /// One without parents, which takes the branch.
    private static Hash commit(Repository repository, String message) throws IOException {
        Signature who = new Signature("Anna", "", 5000, 0);
        try (ChunkWriter writer = repository.chunks().writer()) {
            Hash id = Commits.write(writer, new Commit(Trees.EMPTY, List.of(), who, who, message));
            writer.flush();
            repository.transact(Sandbox.INFO, writer, id, now -> now.withBranch("main", id));
            return id;
        }
    }

    @RepeatedTest(3)
    void idSet_equalsAHashSet_upToItsLimit(RandomGenerator random) {
        IdSet set = new IdSet(3000);
        Set<Hash> model = new HashSet<>();
        for (int i = 0; i < 9000; i++) {
            // Few values a word: many ids that differ in one word only.
            Hash id = new Hash(random.nextInt(4), random.nextInt(6), random.nextInt(8), random.nextInt(9));
            assertThat(set.add(id)).isEqualTo(model.add(id));
        }
        assertThat(set.size()).isEqualTo(model.size());

        IdSet full = new IdSet(10);
        for (int i = 1; i <= 20; i++) {
            full.add(new Hash(i, i, i, i));
        }
        assertThat(full.size()).isEqualTo(10);
        assertThat(full.add(new Hash(20, 20, 20, 20))).isTrue();
        assertThat(full.add(new Hash(3, 3, 3, 3))).isFalse();
    }
}
