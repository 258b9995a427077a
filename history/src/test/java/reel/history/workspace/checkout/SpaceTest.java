package reel.history.workspace.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import reel.history.manifest.Content;
import reel.history.tree.RepoPath;
import reel.history.tree.TreeEntry;
import reel.history.workspace.FileStat;
import reel.stream.hash.Hash;

/// How much room a checkout asks for before it begins.
final class SpaceTest {
    private static final long GIB = 1L << 30;

    private static Plan plan(Step... steps) {
        return new Plan(Arrays.asList(steps), List.of());
    }

    private static Step write(String name, long bytes, long old) {
        Hash hash = new Hash(1, 2, 3, 4);
        return new Step(
                RepoPath.of(name),
                Step.Action.WRITE,
                new TreeEntry.File(name.getBytes(StandardCharsets.UTF_8), new Content(bytes, hash, hash, 0), false, 0),
                old == 0 ? null : new FileStat(FileStat.Type.FILE, old, 0, 0, 0, false));
    }

    @Test
    void newFiles_needNoMoreThanTheirSize() {
        assertThat(Apply.spaceFor(plan(write("a", 800 * GIB, 0)))).isEqualTo(800 * GIB);
        assertThat(Apply.spaceFor(plan(write("a", 5, 0), write("b", 7, 0)))).isEqualTo(12);
    }

    @Test
    void replacedFiles_needRoomBesideTheOldOnes() {
        assertThat(Apply.spaceFor(plan(write("a", GIB, GIB)))).isEqualTo(GIB);
        assertThat(Apply.spaceFor(plan(write("a", GIB, GIB), write("b", GIB, GIB))))
                .isEqualTo(GIB);
        assertThat(Apply.spaceFor(plan(write("a", 10, 4), write("b", 10, 4)))).isEqualTo(20);
    }
}
