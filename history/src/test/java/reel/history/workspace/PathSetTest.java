package reel.history.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.history.tree.RepoPath;

final class PathSetTest {
    private static boolean matches(String pattern, String path) {
        return PathSet.of(List.of(), List.of(pattern)).includes(RepoPath.of(path));
    }

    @ParameterizedTest
    @CsvSource({
        "*.mov, a.mov, true",
        "*.mov, d/e/a.mov, true",
        "*.mov, a.move, false",
        "d*, dir/a, true",
        "?.txt, ü.txt, true",
        "?.txt, 🎬.txt, true",
        "[a-c]x, bx, true",
        "[a-c]x, dx, false",
        "[a-]x, -x, true",
        "[!a-c]x, dx, true",
        "[^a-c]x, bx, false",
        "[^a-c]x, ^x, true",
        "[a^]x, ^x, true",
        "[]a]x, ]x, true",
        "[!]a]x, bx, true",
        "[!]a]x, ]x, false",
        "[🎬-🎭]x, 🎭x, true",
        "[a&&b]x, &x, true",
        "[a\\d]x, 5x, false",
        "[z-a]x, mx, false",
        "[!z-a]x, mx, true",
        "[z-am]x, mx, true",
        "[a, [a, true",
        "[!, [!, true",
        "a.c, abc, false",
        "\\Qx*, \\Qxy, true",
    })
    void patterns_areThoseOfGit(String pattern, String path, boolean matches) {
        assertThat(matches(pattern, path)).isEqualTo(matches);
    }

    @Test
    void pattern_matchesWhatLiesBelow_andNotBesideIt() {
        assertThat(matches("d[0-9]", "d1/deep/file")).isTrue();
        assertThat(matches("d[0-9]", "d10/file")).isFalse();
    }
}
