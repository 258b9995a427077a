package reel.history.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.history.tree.RandomTrees;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class DamagedPathsTest {
    private final Sandbox sandbox;
    private final SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();

    DamagedPathsTest() throws IOException {
        sandbox = new Sandbox();
    }

    private Hash commitOfThreeFiles(RandomGenerator random) throws IOException {
        for (String name : List.of("a/one", "a/two", "b/three")) {
            RepoPath path = RepoPath.of(name);
            model.put(path, sandbox.file(path, Data.NOISE.bytes(random, 200_000)));
        }
        Hash commit = sandbox.commit(RandomTrees.write(sandbox.chunks, model));
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", commit));
        return commit;
    }

    private List<String> find(Set<Hash> damaged) throws IOException {
        List<String> found = new ArrayList<>();
        Repository fresh = Repository.open(sandbox.backend, sandbox.chunks);
        new DamagedPaths(fresh, sandbox.contents, damaged::contains)
                .find(
                        fresh.view().commits(),
                        affected -> found.add(affected.commit().brief(8) + " " + affected.path()));
        return found;
    }

    @RepeatedTest(5)
    void anyChunkOfOneFile_namesThatFileAlone(RandomGenerator random) throws IOException {
        Hash commit = commitOfThreeFiles(random);
        List<Hash> chunks = new ArrayList<>();
        TreeEntry.File file = (TreeEntry.File) Objects.requireNonNull(model.get(RepoPath.of("a/two")));
        sandbox.contents.forEachChunk(file.content(), (id, height, offset, length) -> chunks.add(id));
        Hash victim = chunks.get(random.nextInt(chunks.size()));

        assertThat(find(Set.of(victim))).containsExactly(commit.brief(8) + " a/two");
        sandbox.chunks.lose(file.content().root());
        assertThat(find(Set.of())).containsExactly(commit.brief(8) + " a/two");
        assertThat(find(Set.of(new Hash(1, 2, 3, 4)))).hasSize(1);
    }

    @Test
    void lostFolder_andLostCommit_areNamed(RandomGenerator random) throws IOException {
        Hash commit = commitOfThreeFiles(random);
        Hash root = sandbox.repository.commits().read(commit).tree();
        TreeEntry folder = sandbox.repository.trees().find(root, RepoPath.of("a"));
        sandbox.chunks.lose(((TreeEntry.Folder) Objects.requireNonNull(folder)).tree());
        assertThat(find(Set.of())).containsExactly(commit.brief(8) + " a");

        sandbox.chunks.lose(commit);
        assertThat(find(Set.of())).containsExactly(commit.brief(8) + " null");
    }

    @Test
    void lostParent_isNamed_andItsFilesInTheChildAreNot(RandomGenerator random) throws IOException {
        Hash parent = commitOfThreeFiles(random);
        Hash child = sandbox.commit(sandbox.repository.commits().read(parent).tree(), parent);
        sandbox.repository.transact(Sandbox.INFO, now -> now.withBranch("main", child));
        sandbox.chunks.lose(parent);

        assertThat(find(Set.of())).containsExactly(parent.brief(8) + " null");
    }

    @Test
    void soundHistory_isNotAffected(RandomGenerator random) throws IOException {
        commitOfThreeFiles(random);

        assertThat(find(Set.of())).isEmpty();
    }
}
