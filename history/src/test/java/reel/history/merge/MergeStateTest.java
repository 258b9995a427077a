package reel.history.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reel.history.codec.Flips;
import reel.history.tree.RandomTrees;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.stream.Corrupt;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.testkit.Seeded;

@Seeded
final class MergeStateTest {
    private static MergeState random(RandomGenerator random) {
        TreeSet<RepoPath> paths = new TreeSet<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            paths.add(RandomTrees.path(random));
        }
        List<MergeConflict> conflicts = new ArrayList<>();
        for (RepoPath path : paths) {
            TreeEntry ours = random.nextInt(4) == 0 ? null : RandomTrees.file(random, path.name());
            TreeEntry theirs = RandomTrees.leaf(random, path.name());
            MergeConflict.Kind kind = MergeConflict.Kind.values()[random.nextInt(6)];
            conflicts.add(new MergeConflict(path, kind, null, ours, theirs, ours == null ? theirs : ours));
        }
        return new MergeState(
                RandomTrees.hash(random), RandomTrees.hash(random), "grade", "Merge grade\n\nwith é\n", conflicts);
    }

    @RepeatedTest(10)
    void state_ofAnyConflicts_roundTrips(RandomGenerator random) throws Exception {
        MergeState state = random(random);

        assertThat(MergeState.decode(state.encode(), "merge")).isEqualTo(state);
    }

    @RepeatedTest(5)
    void state_damagedAnywhere_isCorruptOrSaysSo(RandomGenerator random) {
        byte[] bytes = random(random).encode();

        Flips.check(random, bytes, 500, damaged -> MergeState.decode(damaged, "merge"), MergeState::encode);
        Flips.check(
                random,
                Arrays.copyOf(bytes, bytes.length - Hash.BYTES),
                1500,
                body -> MergeState.decode(sealed(body), "merge"),
                state -> Arrays.copyOf(state.encode(), state.encode().length - Hash.BYTES));
    }

    private static byte[] sealed(byte[] body) {
        byte[] whole = Arrays.copyOf(body, body.length + Hash.BYTES);
        Blake3.hash(body).write(MemorySegment.ofArray(whole), body.length);
        return whole;
    }

    @Test
    void state_ofNoBytes_isCorrupt() {
        assertThatThrownBy(() -> MergeState.decode(new byte[0], "merge")).isInstanceOf(Corrupt.class);
    }

    @Test
    void resolved_atAFolder_takesAllBelow(RandomGenerator random) {
        TreeEntry.File one = RandomTrees.file(random, new byte[] {'x'});
        TreeEntry.File other = RandomTrees.file(random, new byte[] {'x'});
        List<MergeConflict> conflicts = List.of(
                new MergeConflict(RepoPath.of("a/b/x"), MergeConflict.Kind.BINARY, null, one, other, one),
                new MergeConflict(RepoPath.of("a/x"), MergeConflict.Kind.BINARY, null, one, other, one),
                new MergeConflict(RepoPath.of("x"), MergeConflict.Kind.BINARY, null, one, other, one));
        MergeState state = new MergeState(RandomTrees.hash(random), RandomTrees.hash(random), "t", "m", conflicts);

        assertThat(state.resolved(RepoPath.of("a")).conflicts()).hasSize(1);
        assertThat(state.resolved(RepoPath.of("a")).conflictAt(RepoPath.of("x")))
                .isNotNull();
        assertThat(state.resolved(RepoPath.of("a")).resolved(RepoPath.of("x")).isResolved())
                .isTrue();
    }
}
