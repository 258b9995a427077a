package reel.history.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.history.repo.Sandbox;
import reel.history.tree.RandomTrees;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.stream.hash.Hash;
import reel.testkit.Data;
import reel.testkit.Seeded;

@Seeded
final class TreeDiffTest {
    private final Sandbox sandbox;
    private final TreeDiff diff;

    TreeDiffTest() throws IOException {
        sandbox = new Sandbox();
        diff = new TreeDiff(sandbox.repository.trees());
    }

    @RepeatedTest(40)
    void changes_betweenAnyTrees_areThoseOfTheModels(RandomGenerator random) throws IOException {
        SortedMap<RepoPath, TreeEntry> before = new TreeMap<>();
        RandomTrees.edit(random, before, 60);
        SortedMap<RepoPath, TreeEntry> after = new TreeMap<>(before);
        RandomTrees.edit(random, after, random.nextInt(30));
        List<Change> expected = new ArrayList<>();
        TreeSet<RepoPath> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (RepoPath path : paths) {
            if (!Objects.equals(before.get(path), after.get(path))) {
                expected.add(Change.at(path, before.get(path), after.get(path)));
            }
        }

        List<Change> changes =
                diff.changes(RandomTrees.write(sandbox.chunks, before), RandomTrees.write(sandbox.chunks, after));

        assertThat(changes).isEqualTo(expected);
    }

    @Test
    void changes_ofTheDeepestPath_areFound(RandomGenerator random) throws IOException {
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        RepoPath deepest = RepoPath.of("d/".repeat(2047) + "f");
        model.put(deepest, RandomTrees.file(random, deepest.name()));

        assertThat(diff.changes(Trees.EMPTY, RandomTrees.write(sandbox.chunks, model)))
                .singleElement()
                .satisfies(change -> assertThat(change.path()).isEqualTo(deepest));
    }

    @Test
    void changes_inALargeTree_readOnlyWhatDiffers(RandomGenerator random) throws IOException {
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 50; j++) {
                RepoPath path = RepoPath.of("d" + i + "/f" + j);
                model.put(path, RandomTrees.file(random, path.name()));
            }
        }
        Hash before = RandomTrees.write(sandbox.chunks, model);
        RepoPath touched = RepoPath.of("d7/f7");
        model.put(touched, RandomTrees.file(random, touched.name()));
        Hash after = RandomTrees.write(sandbox.chunks, model);
        // Every folder but the touched one is gone: reading it would be Missing.
        for (int i = 0; i < 40; i++) {
            TreeEntry folder = sandbox.repository.trees().find(after, RepoPath.of("d" + i));
            if (i != 7 && folder instanceof TreeEntry.Folder untouched) {
                sandbox.chunks.lose(untouched.tree());
            }
        }

        assertThat(diff.changes(before, after)).hasSize(1);
    }

    @Test
    void kinds_areToldApart(RandomGenerator random) {
        TreeEntry.File file = RandomTrees.file(random, new byte[] {'f'});
        TreeEntry.File touched =
                new TreeEntry.File(file.name(), file.content(), file.executable(), file.mtimeNanos() + 1);
        TreeEntry.File mode = new TreeEntry.File(file.name(), file.content(), !file.executable(), file.mtimeNanos());
        TreeEntry.File other = RandomTrees.file(random, file.name());
        TreeEntry link = new TreeEntry.Link(file.name(), new byte[] {'x'});
        RepoPath path = RepoPath.of("f");

        assertThat(Change.at(path, null, file).kind()).isEqualTo(Change.Kind.ADDED);
        assertThat(Change.at(path, file, null).kind()).isEqualTo(Change.Kind.REMOVED);
        assertThat(Change.at(path, file, other).kind()).isEqualTo(Change.Kind.MODIFIED);
        assertThat(Change.at(path, file, mode).kind()).isEqualTo(Change.Kind.MODE);
        assertThat(Change.at(path, file, touched).kind()).isEqualTo(Change.Kind.TIME);
        assertThat(Change.at(path, file, link).kind()).isEqualTo(Change.Kind.TYPE);
    }

    @Test
    void rename_ofEqualBytes_isFound_andKeepsNamesTogether() throws IOException {
        Hash before = sandbox.tree(Map.of("a/one.mov", "same", "a/two.mov", "same", "gone", "x", "kept", "k"));
        Hash after = sandbox.tree(Map.of("b/two.mov", "same", "b/one.mov", "same", "new", "y", "kept", "k"));

        List<Change> changes = Renames.detect(diff.changes(before, after), sandbox.contents);

        assertThat(changes)
                .extracting(change -> change.kind().letter() + " " + change.oldPath() + " " + change.path())
                .containsExactly("R a/one.mov b/one.mov", "R a/two.mov b/two.mov", "D gone gone", "A new new");
    }

    @Test
    void rename_withAnEdit_isFoundBySharedChunks(RandomGenerator random) throws IOException {
        byte[] take = Data.NOISE.bytes(random, 400_000);
        byte[] edited = take.clone();
        edited[200_000] ^= 1;
        SortedMap<RepoPath, TreeEntry> before = new TreeMap<>();
        SortedMap<RepoPath, TreeEntry> after = new TreeMap<>();
        before.put(RepoPath.of("take1.wav"), sandbox.file(RepoPath.of("take1.wav"), take));
        after.put(RepoPath.of("take2.wav"), sandbox.file(RepoPath.of("take2.wav"), edited));
        after.put(RepoPath.of("other.wav"), sandbox.file(RepoPath.of("other.wav"), Data.NOISE.bytes(random, 400_000)));

        List<Change> changes = Renames.detect(
                diff.changes(RandomTrees.write(sandbox.chunks, before), RandomTrees.write(sandbox.chunks, after)),
                sandbox.contents);

        assertThat(changes)
                .extracting(change -> change.kind() + " " + change.path())
                .containsExactly("ADDED other.wav", "RENAMED take2.wav");
    }
}
