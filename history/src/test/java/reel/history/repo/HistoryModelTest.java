package reel.history.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import reel.backend.MemoryBackend;
import reel.history.commit.Commit;
import reel.history.commit.Commits;
import reel.history.commit.Signature;
import reel.history.manifest.ContentReader;
import reel.history.merge.MergePlan;
import reel.history.merge.Merger;
import reel.history.op.Head;
import reel.history.op.View;
import reel.history.tree.RandomTrees;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeBuilder;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.ChunkStore;
import reel.store.ChunkWriter;
import reel.store.RepositoryFormat;
import reel.stream.buffer.MemoryBudget;
import reel.stream.chunk.ChunkProfile;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

/// Random commits, branches, merges and undos in a real store, compared with maps; then everything again after
/// the repository was opened anew.
@Seeded
final class HistoryModelTest {
    private final MemoryBackend backend = MemoryBackend.create();
    private final Map<Hash, SortedMap<RepoPath, TreeEntry>> files = new HashMap<>();
    private final List<View> views = new ArrayList<>();
    private long time;

    @RepeatedTest(4)
    void history_ofRandomCommands_equalsTheModel_alsoWhenOpenedAgain(RandomGenerator random) throws IOException {
        View birth = View.EMPTY.withHead(Sandbox.HERE, new Head.OnBranch("main"));
        views.add(birth);
        try (MemoryBudget budget = MemoryBudget.of(64 << 20)) {
            try (ChunkStore store = ChunkStore.create(backend, RepositoryFormat.fresh(ChunkProfile.BALANCED), budget)) {
                Repository repository = Repository.create(backend, store, Sandbox.INFO, birth);
                commit(repository, random);
                for (int step = 0; step < 40; step++) {
                    step(repository, budget, random);
                    assertThat(repository.view()).isEqualTo(views.getLast());
                }
            }
            try (ChunkStore store = ChunkStore.open(backend, budget)) {
                check(Repository.open(backend, store), budget);
            }
        }
    }

    private void step(Repository repository, MemoryBudget budget, RandomGenerator random) throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> {
                String name = "b" + random.nextInt(4);
                Hash at = Objects.requireNonNull(views.getLast().headCommit(Sandbox.HERE));
                change(repository, views.getLast().withBranch(name, at));
            }
            case 1, 2 -> {
                List<String> names = List.copyOf(views.getLast().branches().keySet());
                String name = names.get(random.nextInt(names.size()));
                change(repository, views.getLast().withHead(Sandbox.HERE, new Head.OnBranch(name)));
            }
            case 3 -> merge(repository, budget, random);
            case 4 -> {
                int number = Math.toIntExact(repository.ops().undoable().number());
                // Number 2 is the first commit: without it there is nothing to branch or merge.
                if (number > 2) {
                    repository.undo(number, Sandbox.INFO);
                    // View n stands at index n - 1; undoing the newest that still stands brings back the one before.
                    views.add(views.get(number - 2));
                }
            }
            default -> commit(repository, random);
        }
    }

    private void change(Repository repository, View next) throws IOException {
        if (!next.equals(views.getLast())) {
            repository.transact(Sandbox.INFO, now -> next);
            views.add(next);
        }
    }

    private void commit(Repository repository, RandomGenerator random) throws IOException {
        Hash parent = views.getLast().headCommit(Sandbox.HERE);
        SortedMap<RepoPath, TreeEntry> model =
                new TreeMap<>(parent == null ? Map.of() : Objects.requireNonNull(files.get(parent)));
        RandomTrees.edit(random, model, 1 + random.nextInt(20));
        // Contents are invented here, so only what has no bytes in the store may stand in a tree that gc walks.
        model.replaceAll((path, entry) -> entry instanceof TreeEntry.File
                ? new TreeEntry.Link(
                        entry.name(),
                        RandomTrees.hash(random).toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                : entry);
        try (ChunkWriter writer = repository.chunks().writer()) {
            TreeBuilder builder = new TreeBuilder(writer);
            for (Map.Entry<RepoPath, TreeEntry> entry : model.entrySet()) {
                builder.add(entry.getKey(), entry.getValue());
            }
            publish(repository, writer, builder.finish(), parent == null ? List.of() : List.of(parent), model);
        }
    }

    private void publish(
            Repository repository,
            ChunkWriter writer,
            Hash tree,
            List<Hash> parents,
            SortedMap<RepoPath, TreeEntry> model)
            throws IOException {
        Signature who = new Signature("Anna", "", time += 1000, 0);
        Hash id = Commits.write(writer, new Commit(tree, parents, who, who, "step " + time));
        writer.flush();
        files.put(id, model);
        change(repository, views.getLast().withCommitAt(Sandbox.HERE, id));
    }

    private void merge(Repository repository, MemoryBudget budget, RandomGenerator random) throws IOException {
        List<Hash> tips = List.copyOf(views.getLast().commits());
        Hash theirs = tips.get(random.nextInt(tips.size()));
        Hash ours = Objects.requireNonNull(views.getLast().headCommit(Sandbox.HERE));
        try (ChunkWriter writer = repository.chunks().writer()) {
            MergePlan plan = new Merger(repository.chunks(), budget, writer, Sandbox.SETTINGS)
                    .commits(ours, theirs, "ours", "theirs");
            switch (plan) {
                case MergePlan.UpToDate() ->
                    assertThat(repository.commits().read(ours)).isNotNull();
                case MergePlan.FastForward(Hash commit) -> {
                    assertThat(commit).isEqualTo(theirs);
                    change(repository, views.getLast().withCommitAt(Sandbox.HERE, commit));
                }
                case MergePlan.ThreeWay(var merged) -> {
                    writer.flush();
                    SortedMap<RepoPath, TreeEntry> model = RandomTrees.read(repository.trees(), merged.tree());
                    checkMerged(ours, theirs, model, merged.isClean());
                    publish(repository, writer, merged.tree(), List.of(ours, theirs), model);
                }
            }
        }
    }

    /// A clean merge invents nothing and loses nothing that both sides have.
    private void checkMerged(Hash ours, Hash theirs, SortedMap<RepoPath, TreeEntry> merged, boolean clean) {
        SortedMap<RepoPath, TreeEntry> our = Objects.requireNonNull(files.get(ours));
        SortedMap<RepoPath, TreeEntry> their = Objects.requireNonNull(files.get(theirs));
        merged.forEach((path, entry) -> assertThat(entry).isIn(our.get(path), their.get(path)));
        if (clean) {
            our.forEach((path, entry) -> {
                if (entry.equals(their.get(path))) {
                    assertThat(merged).containsEntry(path, entry);
                }
            });
        }
    }

    private void check(Repository repository, MemoryBudget budget) throws IOException {
        assertThat(repository.ops().audit()).isEmpty();
        assertThat(repository.ops().current().number()).isEqualTo(views.size());
        for (int number = 1; number <= views.size(); number++) {
            assertThat(repository.ops().at(number).view()).isEqualTo(views.get(number - 1));
        }
        for (Map.Entry<Hash, SortedMap<RepoPath, TreeEntry>> commit : files.entrySet()) {
            Hash tree = repository.commits().read(commit.getKey()).tree();
            assertThat(RandomTrees.read(repository.trees(), tree)).isEqualTo(commit.getValue());
        }
        Set<Hash> live = new HashSet<>();
        new Reachable(repository, new ContentReader(repository.chunks(), budget), UndoWindow.ALL, List.of(), () -> {
                    throw new IllegalStateException("nothing is swept here");
                })
                .forEach(live::add);
        assertThat(live).containsAll(files.keySet());
        for (Hash id : live) {
            assertThat(repository.chunks().contains(id)).isTrue();
        }
        assertThat(live).doesNotContain(Trees.EMPTY);
    }
}
