package reel.history.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.history.codec.Encoder;
import reel.history.codec.Flips;
import reel.store.ChunkWriter;
import reel.store.Kind;
import reel.store.MemoryChunks;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.seal.Compressibility;
import reel.testkit.NastyNames;
import reel.testkit.Seeded;

@Seeded
final class TreesTest {
    private final MemoryChunks chunks = new MemoryChunks();
    private final Trees trees = new Trees(chunks);

    private static byte[] name(int i) {
        return "frame_%06d.exr".formatted(i).getBytes(StandardCharsets.UTF_8);
    }

    private static List<TreeEntry> frames(RandomGenerator random, int count) {
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(RandomTrees.file(random, name(i)));
        }
        return entries;
    }

    private Hash write(List<TreeEntry> entries) throws IOException {
        try (ChunkWriter writer = chunks.writer()) {
            Hash id = Trees.write(writer, entries);
            writer.flush();
            return id;
        }
    }

    /// Bytes that writing `entries` adds to the store.
    private long cost(List<TreeEntry> entries) throws IOException {
        try (ChunkWriter writer = chunks.writer()) {
            Trees.write(writer, entries);
            writer.flush();
            return writer.stored().newBytes();
        }
    }

    @RepeatedTest(30)
    void tree_ofAnyPaths_equalsTheModel(RandomGenerator random) throws IOException {
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        RandomTrees.edit(random, model, random.nextInt(80));

        Hash root = RandomTrees.write(chunks, model);

        assertThat(RandomTrees.read(trees, root)).isEqualTo(model);
        assertThat(RandomTrees.write(new MemoryChunks(), model)).isEqualTo(root);
        model.forEach((path, entry) -> {
            try {
                assertThat(trees.find(root, path)).isEqualTo(entry);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 65, 511, 512, 513, 3000, 20_000})
    void folder_ofAnySize_comesBackInOrder(int count) throws IOException {
        List<TreeEntry> entries = frames(RandomGenerator.of("L64X128MixRandom"), count);

        Hash id = write(entries);

        assertThat(trees.entries(id)).isEqualTo(entries);
        if (count > 0) {
            assertThat(trees.findName(id, name(count / 2))).isEqualTo(entries.get(count / 2));
            assertThat(trees.findName(id, name(0))).isEqualTo(entries.getFirst());
            assertThat(trees.findName(id, name(count - 1))).isEqualTo(entries.getLast());
        }
        assertThat(trees.findName(id, name(count))).isNull();
        assertThat(trees.findName(id, new byte[] {1})).isNull();
    }

    @Test
    void largeFolder_oneChange_rewritesOneLeafAndItsPath(RandomGenerator random) throws IOException {
        List<TreeEntry> entries = frames(random, 10_000);
        write(entries);

        entries.set(5000, RandomTrees.file(random, name(5000)));
        long changed = cost(entries);
        entries.remove(1234);
        long removed = cost(entries);
        entries.add(RandomTrees.file(random, "zzz".getBytes(StandardCharsets.UTF_8)));
        long added = cost(entries);

        // A leaf has about 64 entries of 100 bytes, at most 512; the path above it is about as long again.
        assertThat(Math.max(changed, Math.max(removed, added))).isLessThan(110_000);
        assertThat(changed + removed + added).isLessThan(200_000);
    }

    @Test
    void copyOfAFolder_costsOneEntry(RandomGenerator random) throws IOException {
        Hash folder = write(frames(random, 5000));
        TreeEntry.Folder one = new TreeEntry.Folder(new byte[] {'a'}, folder);
        cost(List.of(one));

        assertThat(cost(List.of(one, one.withName(new byte[] {'b'})))).isLessThan(200);
    }

    @Test
    void node_whateverTheNames_staysBelowItsLimits(RandomGenerator random) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            byte[] name = Arrays.copyOf(name(i), TreeEntry.MAX_NAME_BYTES);
            Arrays.fill(name, 16, name.length, (byte) 'x');
            byte[] target = new byte[TreeEntry.MAX_TARGET_BYTES];
            Arrays.fill(target, (byte) (1 + random.nextInt(255)));
            entries.add(new TreeEntry.Link(name, target));
        }

        Hash id = write(entries);

        for (Hash chunk : chunks.ids()) {
            assertThat(chunks.length(chunk)).isLessThanOrEqualTo(TreeNode.MAX_BYTES);
        }
        assertThat(trees.entries(id)).isEqualTo(entries);
    }

    /// Names that each ask for a cut at every level cannot make a tree that never ends.
    @Test
    void folder_ofNamesThatAllCut_convergesToOneRoot(RandomGenerator random) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = 0; entries.size() < 300; i++) {
            byte[] name = "%08d".formatted(i).getBytes(StandardCharsets.UTF_8);
            if (FolderWriter.cutsAfter(name, 0) && FolderWriter.cutsAfter(name, 1)) {
                entries.add(RandomTrees.file(random, name));
            }
        }

        assertThat(trees.entries(write(entries))).isEqualTo(entries);
    }

    @RepeatedTest(10)
    void differing_ofTwoVersions_hasEveryDifferenceAndFewOthers(RandomGenerator random) throws IOException {
        List<TreeEntry> before = frames(random, 4000);
        List<TreeEntry> after = new ArrayList<>(before);
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(after.size());
            if (random.nextBoolean()) {
                after.remove(at);
            } else {
                after.set(at, RandomTrees.file(random, after.get(at).name()));
            }
        }

        Trees.Sides sides = trees.differing(write(before), write(after));

        assertThat(new HashSet<>(minus(sides.before(), sides.after()))).isEqualTo(new HashSet<>(minus(before, after)));
        assertThat(new HashSet<>(minus(sides.after(), sides.before()))).isEqualTo(new HashSet<>(minus(after, before)));
        assertThat(sides.before().size()).isLessThan(4 * 512);
    }

    private static List<TreeEntry> minus(List<TreeEntry> left, List<TreeEntry> right) {
        List<TreeEntry> rest = new ArrayList<>(left);
        rest.removeAll(new HashSet<>(right));
        return rest;
    }

    @Test
    void path_asDeepAsPathsGo_roundTrips(RandomGenerator random) throws IOException {
        RepoPath deepest = RepoPath.of("d/".repeat(2047) + "f");
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        model.put(deepest, RandomTrees.file(random, deepest.name()));

        Hash root = RandomTrees.write(chunks, model);

        assertThat(trees.find(root, deepest)).isEqualTo(model.get(deepest));
        assertThat(RandomTrees.read(trees, root)).isEqualTo(model);
    }

    @Test
    void names_thatHurt_roundTrip(RandomGenerator random) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        NastyNames.all().stream()
                .sorted(Arrays::compareUnsigned)
                .forEach(name -> entries.add(RandomTrees.file(random, name)));

        assertThat(trees.entries(write(entries))).isEqualTo(entries);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "nul\0", ".reel", ".REEL"})
    void entry_withAnUnusableName_isRefusedAtOnce(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new TreeEntry.Folder(bytes, Trees.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entry_withANameTooLong_isRefusedAtOnce() {
        assertThatThrownBy(() -> new TreeEntry.Folder(new byte[256], Trees.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void builder_pathsOutOfOrder_isAProgrammersMistake(RandomGenerator random) throws IOException {
        try (ChunkWriter writer = chunks.writer()) {
            TreeBuilder builder = new TreeBuilder(writer);
            builder.add(RepoPath.of("b"), RandomTrees.file(random, new byte[] {'b'}));

            assertThatThrownBy(() -> builder.add(RepoPath.of("a"), RandomTrees.file(random, new byte[] {'a'})))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.add(RepoPath.of("b/c"), RandomTrees.file(random, new byte[] {'c'})))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("b/c");
        }
    }

    @Test
    void builder_emptyFolderThenPathsInIt_isOneFolder(RandomGenerator random) throws IOException {
        TreeEntry file = RandomTrees.file(random, new byte[] {'f'});
        SortedMap<RepoPath, TreeEntry> model = new TreeMap<>();
        model.put(RepoPath.of("d"), new TreeEntry.Folder(new byte[] {'d'}, Trees.EMPTY));
        model.put(RepoPath.of("d/f"), file);

        Hash root = RandomTrees.write(chunks, model);

        assertThat(trees.find(root, RepoPath.of("d/f"))).isEqualTo(file);
        model.remove(RepoPath.of("d"));
        assertThat(RandomTrees.write(chunks, model)).isEqualTo(root);
    }

    @Test
    void emptyTree_neverWritten_isReadAndFound() throws IOException {
        assertThat(trees.entries(Trees.EMPTY)).isEmpty();
        assertThat(trees.find(Trees.EMPTY, RepoPath.of("a"))).isNull();
        assertThat(write(List.of())).isEqualTo(Trees.EMPTY);
    }

    @Test
    void tree_notStored_isMissing(RandomGenerator random) {
        assertThatThrownBy(() -> trees.entries(RandomTrees.hash(random))).isInstanceOf(Missing.class);
    }

    @RepeatedTest(5)
    void node_damagedAnywhere_isCorruptOrSaysSo(RandomGenerator random) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            entries.add(RandomTrees.leaf(random, name(i)));
        }
        byte[] leaf = encode(new TreeNode.Leaf(entries));
        byte[] inner = encode(new TreeNode.Inner(
                1,
                List.of(
                        new TreeNode.Child(name(1), 3, RandomTrees.hash(random)),
                        new TreeNode.Child(name(2), 500, RandomTrees.hash(random)))));

        Flips.check(random, leaf, 2000, bytes -> TreeNode.decode(bytes, "tree"), TreesTest::encode);
        Flips.check(random, inner, 1000, bytes -> TreeNode.decode(bytes, "tree"), TreesTest::encode);
    }

    private static byte[] encode(TreeNode node) {
        Encoder out = new Encoder(100);
        switch (node) {
            case TreeNode.Leaf leaf -> {
                TreeNode.encodeHead(out, 0, leaf.entries().size());
                leaf.entries().forEach(entry -> EntryCodec.encode(out, entry));
            }
            case TreeNode.Inner inner -> {
                TreeNode.encodeHead(out, inner.level(), inner.children().size());
                inner.children().forEach(child -> child.encode(out));
            }
        }
        return out.toBytes();
    }

    @Test
    void child_thatIsNotWhatItsParentSays_isCorrupt(RandomGenerator random) throws IOException {
        TreeNode.Leaf leaf = new TreeNode.Leaf(List.of(RandomTrees.file(random, name(7))));
        Hash leafId = store(leaf);
        List<TreeNode.Child> lies =
                List.of(new TreeNode.Child(name(7), 2, leafId), new TreeNode.Child(name(8), 1, leafId));
        for (TreeNode.Child lie : lies) {
            Hash root = store(new TreeNode.Inner(1, List.of(lie)));
            assertThatThrownBy(() -> trees.entries(root)).isInstanceOf(Corrupt.class);
        }
        Hash tooHigh = store(new TreeNode.Inner(2, List.of(new TreeNode.Child(name(7), 1, leafId))));
        assertThatThrownBy(() -> trees.entries(tooHigh)).isInstanceOf(Corrupt.class);
        Hash overlap = store(new TreeNode.Inner(
                1,
                List.of(
                        new TreeNode.Child(name(7), 1, leafId),
                        new TreeNode.Child(
                                name(9), 1, store(new TreeNode.Leaf(List.of(RandomTrees.file(random, name(9)))))))));
        assertThat(trees.entries(overlap)).hasSize(2);
        Hash twice = store(new TreeNode.Inner(
                1,
                List.of(
                        new TreeNode.Child(name(7), 1, leafId),
                        new TreeNode.Child(
                                name(9),
                                2,
                                store(new TreeNode.Leaf(List.of(
                                        RandomTrees.file(random, name(7)), RandomTrees.file(random, name(9)))))))));
        assertThatThrownBy(() -> trees.entries(twice)).isInstanceOf(Corrupt.class);
    }

    private Hash store(TreeNode node) throws IOException {
        MemorySegment bytes = MemorySegment.ofArray(encode(node));
        try (ChunkWriter writer = chunks.writer()) {
            writer.put(Kind.META, Blake3.hash(bytes), bytes, Compressibility.UNKNOWN);
            writer.flush();
        }
        return Blake3.hash(bytes);
    }

    @RepeatedTest(30)
    void edit_ofAnyPaths_equalsTheModel(RandomGenerator random) throws IOException {
        SortedMap<RepoPath, TreeEntry> before = new TreeMap<>();
        RandomTrees.edit(random, before, 60);
        SortedMap<RepoPath, TreeEntry> after = new TreeMap<>(before);
        RandomTrees.edit(random, after, 20);
        SortedMap<RepoPath, TreeEdit> edits = new TreeMap<>();
        before.keySet().forEach(path -> edits.put(path, new TreeEdit(path, null)));
        after.forEach((path, entry) -> {
            if (entry.equals(before.get(path))) {
                edits.remove(path);
            } else {
                edits.put(path, new TreeEdit(path, entry));
            }
        });
        Hash root = RandomTrees.write(chunks, before);

        Hash edited;
        try (ChunkWriter writer = chunks.writer()) {
            edited = TreeEdit.apply(trees, writer, root, List.copyOf(edits.values()));
            writer.flush();
        }

        assertThat(RandomTrees.read(trees, edited)).isEqualTo(after);
        assertThat(edited).isEqualTo(RandomTrees.write(chunks, after));
    }
}
