package reel.history.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.history.repo.Sandbox;
import reel.history.tree.RandomTrees;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.tree.Trees;
import reel.store.ChunkWriter;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class MergerTest {
    private final Sandbox sandbox;

    MergerTest() throws IOException {
        sandbox = new Sandbox();
    }

    private Merged merge(Hash base, Hash ours, Hash theirs) throws IOException {
        try (ChunkWriter writer = sandbox.chunks.writer()) {
            Merged merged = new Merger(sandbox.chunks, sandbox.budget, writer, Sandbox.SETTINGS)
                    .trees(base, ours, theirs, "ours", "theirs");
            writer.flush();
            return merged;
        }
    }

    private MergePlan plan(Hash ours, Hash theirs) throws IOException {
        try (ChunkWriter writer = sandbox.chunks.writer()) {
            MergePlan plan = new Merger(sandbox.chunks, sandbox.budget, writer, Sandbox.SETTINGS)
                    .commits(ours, theirs, "ours", "theirs");
            writer.flush();
            return plan;
        }
    }

    /// Merges both ways round: the result, if clean, must not depend on who is "ours".
    private Merged merge(Map<String, String> base, Map<String, String> ours, Map<String, String> theirs)
            throws IOException {
        Hash b = sandbox.tree(base);
        Hash o = sandbox.tree(ours);
        Hash t = sandbox.tree(theirs);
        Merged merged = merge(b, o, t);
        Merged swapped = merge(b, t, o);
        assertThat(swapped.isClean()).isEqualTo(merged.isClean());
        if (merged.isClean()) {
            assertThat(swapped.tree()).isEqualTo(merged.tree());
        }
        return merged;
    }

    private void clean(
            Map<String, String> base, Map<String, String> ours, Map<String, String> theirs, Map<String, String> result)
            throws IOException {
        Merged merged = merge(base, ours, theirs);
        assertThat(merged.conflicts()).isEmpty();
        assertThat(sandbox.texts(merged.tree())).isEqualTo(new TreeMap<>(result));
    }

    private MergeConflict conflict(
            Map<String, String> base, Map<String, String> ours, Map<String, String> theirs, MergeConflict.Kind kind)
            throws IOException {
        Merged merged = merge(base, ours, theirs);
        assertThat(merged.conflicts()).hasSize(1);
        assertThat(merged.conflicts().getFirst().kind()).isEqualTo(kind);
        assertThat(sandbox.repository
                        .trees()
                        .find(merged.tree(), merged.conflicts().getFirst().path()))
                .isEqualTo(merged.conflicts().getFirst().shown());
        return merged.conflicts().getFirst();
    }

    @Test
    void differentFiles_areJoined() throws IOException {
        clean(
                Map.of("a", "1", "b", "1", "c", "1"),
                Map.of("a", "2", "b", "1", "c", "1", "new/o", "o"),
                Map.of("a", "1", "c", "3", "new/t", "t"),
                Map.of("a", "2", "c", "3", "new/o", "o", "new/t", "t"));
    }

    @Test
    void sameChangeOnBothSides_isNoConflict() throws IOException {
        clean(
                Map.of("a", "1", "b", "1"),
                Map.of("a", "2", "n", "x"),
                Map.of("a", "2", "n", "x"),
                Map.of("a", "2", "n", "x"));
    }

    @Test
    void differentLinesOfOneText_areJoined() throws IOException {
        clean(
                Map.of("a", "1\n2\n3\n4\n5\n"),
                Map.of("a", "one\n2\n3\n4\n5\n"),
                Map.of("a", "1\n2\n3\n4\nfive\n"),
                Map.of("a", "one\n2\n3\n4\nfive\n"));
    }

    @Test
    void sameLinesOfOneText_areAConflictWithMarkers() throws IOException {
        MergeConflict conflict = conflict(
                Map.of("a", "1\n2\n"), Map.of("a", "1\nours\n"), Map.of("a", "1\ntheirs\n"), MergeConflict.Kind.TEXT);

        assertThat(sandbox.texts(merge(
                                sandbox.tree(Map.of("a", "1\n2\n")),
                                sandbox.tree(Map.of("a", "1\nours\n")),
                                sandbox.tree(Map.of("a", "1\ntheirs\n")))
                        .tree()))
                .containsEntry("a", "1\n<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n");
        assertThat(conflict.base()).isNotNull();
    }

    @Test
    void sameBinaryFile_isAConflictThatShowsOurs() throws IOException {
        MergeConflict conflict = conflict(
                Map.of("a", "\0base"), Map.of("a", "\0ours"), Map.of("a", "\0theirs"), MergeConflict.Kind.BINARY);

        assertThat(conflict.shown()).isEqualTo(conflict.ours());
    }

    @Test
    void addedOnBothSides_isAConflict() throws IOException {
        conflict(Map.of(), Map.of("a", "\0x"), Map.of("a", "\0y"), MergeConflict.Kind.BOTH_ADDED);
        conflict(Map.of(), Map.of("a", "x\n"), Map.of("a", "y\n"), MergeConflict.Kind.BOTH_ADDED);
    }

    @Test
    void changedAndRemoved_isAConflictThatShowsTheChange() throws IOException {
        MergeConflict theirs =
                conflict(Map.of("d/a", "1"), Map.of("d/a", "2"), Map.of(), MergeConflict.Kind.THEY_REMOVED);
        MergeConflict ours = conflict(Map.of("d/a", "1"), Map.of(), Map.of("d/a", "2"), MergeConflict.Kind.WE_REMOVED);

        assertThat(theirs.theirs()).isNull();
        assertThat(ours.ours()).isNull();
        assertThat(ours.shown()).isEqualTo(theirs.shown());
    }

    @Test
    void fileOnOneSideFolderOnTheOther_isOneConflict() throws IOException {
        conflict(Map.of(), Map.of("a", "file"), Map.of("a/b", "1", "a/c", "2"), MergeConflict.Kind.FILE_AND_FOLDER);
        conflict(Map.of(), Map.of("a/b", "1", "a/c", "2"), Map.of("a", "file"), MergeConflict.Kind.FILE_AND_FOLDER);
        conflict(
                Map.of("a/old", "1"),
                Map.of("a/old", "1", "a/new", "2"),
                Map.of("a", "file"),
                MergeConflict.Kind.FILE_AND_FOLDER);
        conflict(Map.of("a", "1"), Map.of("a", "2"), Map.of("a/b", "3"), MergeConflict.Kind.FILE_AND_FOLDER);
    }

    @Test
    void fileThatBecameAFolder_onOneSideOnly_isTaken() throws IOException {
        clean(
                Map.of("a", "1", "x", "1"),
                Map.of("a", "1", "x", "2"),
                Map.of("a/b", "3", "x", "1"),
                Map.of("a/b", "3", "x", "2"));
        clean(
                Map.of("a/b", "1", "x", "1"),
                Map.of("a/b", "1", "x", "2"),
                Map.of("a", "3", "x", "1"),
                Map.of("a", "3", "x", "2"));
    }

    @Test
    void renameOnOneSideEditOnTheOther_isTheEditUnderTheNewName() throws IOException {
        clean(
                Map.of("shots/a", "long text\n", "b", "1"),
                Map.of("takes/a", "long text\n", "b", "1"),
                Map.of("shots/a", "edited text\n", "b", "2"),
                Map.of("takes/a", "edited text\n", "b", "2"));
    }

    @Test
    void links_changedOnBothSides_areAConflict() throws IOException {
        conflict(Map.of("l", "@a"), Map.of("l", "@b"), Map.of("l", "@c"), MergeConflict.Kind.BINARY);
        clean(Map.of("l", "@a"), Map.of("l", "@b"), Map.of("l", "@a"), Map.of("l", "@b"));
    }

    @Test
    void emptyFolders_areKeptWhereASideMadeThem_andFullOnesVanishWithTheirLastFile() throws IOException {
        clean(Map.of("x", "1"), Map.of("x", "1", "e/", ""), Map.of("x", "2"), Map.of("x", "2", "e/", ""));
        clean(
                Map.of("d/a", "1", "d/b", "1", "x", "1"),
                Map.of("d/b", "1", "x", "1"),
                Map.of("d/a", "1", "x", "1"),
                Map.of("x", "1"));
        clean(Map.of("e/", ""), Map.of("e/a", "1"), Map.of("e/b", "2"), Map.of("e/a", "1", "e/b", "2"));
    }

    @RepeatedTest(25)
    void anyTrees_obeyTheLawsOfMerging(RandomGenerator random) throws IOException {
        SortedMap<RepoPath, TreeEntry> baseModel = new TreeMap<>();
        RandomTrees.edit(random, baseModel, 40);
        Hash base = RandomTrees.write(sandbox.chunks, baseModel);
        SortedMap<RepoPath, TreeEntry> oursModel = new TreeMap<>(baseModel);
        RandomTrees.edit(random, oursModel, random.nextInt(15));
        Hash ours = RandomTrees.write(sandbox.chunks, oursModel);

        assertThat(merge(base, ours, ours)).isEqualTo(new Merged(ours, java.util.List.of()));
        assertThat(merge(base, base, ours).tree()).isEqualTo(ours);
        assertThat(merge(base, ours, base).tree()).isEqualTo(ours);
    }

    /// Texts in few places, so that sides often meet: whatever happens, every path is accounted for.
    @RepeatedTest(60)
    void anyTexts_mergeTheSameBothWays_andEveryPathIsRight(RandomGenerator random) throws IOException {
        TreeMap<String, String> base = new TreeMap<>();
        scribble(random, base, 12);
        TreeMap<String, String> ours = new TreeMap<>(base);
        scribble(random, ours, 6);
        TreeMap<String, String> theirs = new TreeMap<>(base);
        scribble(random, theirs, 6);

        Merged merged = merge(base, ours, theirs);

        SortedMap<String, String> result = sandbox.texts(merged.tree());
        java.util.Set<String> paths = new java.util.TreeSet<>(base.keySet());
        paths.addAll(ours.keySet());
        paths.addAll(theirs.keySet());
        for (String path : paths) {
            if (merged.conflicts().stream().anyMatch(conflict -> overlaps(conflict.path(), path))) {
                continue;
            }
            String b = base.get(path);
            String o = ours.get(path);
            String t = theirs.get(path);
            String expected = java.util.Objects.equals(b, o) ? t : o;
            assertThat(java.util.Objects.equals(b, o)
                            || java.util.Objects.equals(b, t)
                            || java.util.Objects.equals(o, t))
                    .as("%s is no conflict", path)
                    .isTrue();
            assertThat(result.get(path)).as(path).isEqualTo(expected);
        }
    }

    private static boolean overlaps(RepoPath conflict, String path) {
        RepoPath at = RepoPath.of(path);
        return at.isWithin(conflict) || conflict.isWithin(at);
    }

    /// Unlike texts of two lines, all different, so that no rename and no clean text merge is possible.
    private static void scribble(RandomGenerator random, TreeMap<String, String> texts, int times) {
        for (int i = 0; i < times; i++) {
            String path = String.join(
                    "/",
                    random.ints(1 + random.nextInt(3), 0, 3)
                            .mapToObj(n -> "p" + n)
                            .toList());
            texts.keySet()
                    .removeIf(other ->
                            !other.equals(path) && (other.startsWith(path + "/") || path.startsWith(other + "/")));
            if (random.nextInt(3) == 0) {
                texts.remove(path);
            } else {
                texts.put(path, random.nextLong() + "\n" + random.nextLong() + "\n");
            }
        }
    }

    @Test
    void commits_upToDateFastForwardAndThreeWay() throws IOException {
        Hash root = sandbox.commit(sandbox.tree(Map.of("a", "1")));
        Hash ours = sandbox.commit(sandbox.tree(Map.of("a", "1", "o", "1")), root);
        Hash theirs = sandbox.commit(sandbox.tree(Map.of("a", "1", "t", "1")), root);

        assertThat(plan(ours, root)).isEqualTo(new MergePlan.UpToDate());
        assertThat(plan(root, theirs)).isEqualTo(new MergePlan.FastForward(theirs));
        assertThat(plan(ours, theirs)).isInstanceOfSatisfying(MergePlan.ThreeWay.class, three -> {
            assertThat(three.merged().isClean()).isTrue();
        });
    }

    @Test
    void commits_withoutACommonAncestor_areRefused() throws IOException {
        Hash one = sandbox.commit(sandbox.tree(Map.of("a", "1")));
        Hash other = sandbox.commit(sandbox.tree(Map.of("b", "1")));

        assertThatThrownBy(() -> plan(one, other)).isInstanceOf(Refused.class);
    }

    /// Both sides merged each other and decided a conflict differently: neither decision may win in silence.
    @Test
    void crissCross_decidedDifferently_isAConflict() throws IOException {
        Hash root = sandbox.commit(sandbox.tree(Map.of("a", "\0base")));
        Hash left = sandbox.commit(sandbox.tree(Map.of("a", "\0left")), root);
        Hash right = sandbox.commit(sandbox.tree(Map.of("a", "\0right")), root);
        Hash keptLeft = sandbox.commit(sandbox.tree(Map.of("a", "\0left")), left, right);
        Hash keptRight = sandbox.commit(sandbox.tree(Map.of("a", "\0right")), right, left);

        for (MergePlan plan : java.util.List.of(plan(keptLeft, keptRight), plan(keptRight, keptLeft))) {
            assertThat(plan).isInstanceOfSatisfying(MergePlan.ThreeWay.class, three -> {
                assertThat(three.merged().conflicts()).hasSize(1);
            });
        }
    }

    @Test
    void crissCross_thatBothMergedAlike_goesOnWithoutConflict() throws IOException {
        Hash root = sandbox.commit(sandbox.tree(Map.of("a", "1", "b", "1")));
        Hash left = sandbox.commit(sandbox.tree(Map.of("a", "2", "b", "1")), root);
        Hash right = sandbox.commit(sandbox.tree(Map.of("a", "1", "b", "2")), root);
        Hash one = sandbox.commit(sandbox.tree(Map.of("a", "2", "b", "2", "one", "1")), left, right);
        Hash other = sandbox.commit(sandbox.tree(Map.of("a", "3", "b", "2")), right, left);

        assertThat(plan(one, other)).isInstanceOfSatisfying(MergePlan.ThreeWay.class, three -> {
            assertThat(three.merged().conflicts()).isEmpty();
            try {
                assertThat(sandbox.texts(three.merged().tree()))
                        .isEqualTo(new TreeMap<>(Map.of("a", "3", "b", "2", "one", "1")));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void merge_withTheEmptyTree_removesEverything() throws IOException {
        Hash base = sandbox.tree(Map.of("a", "1", "d/b", "2"));

        assertThat(merge(base, base, Trees.EMPTY).tree()).isEqualTo(Trees.EMPTY);
        assertThat(merge(base, sandbox.tree(Map.of("a", "1")), Trees.EMPTY).tree())
                .isEqualTo(Trees.EMPTY);
    }
}
