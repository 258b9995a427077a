package reel.history.workspace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.history.tree.RepoPath;

/// The lines of `.reelignore`.
final class IgnoreRulesTest {
    private static IgnoreRules rules(String text) throws IOException {
        return IgnoreRules.NONE.and(text.getBytes(StandardCharsets.UTF_8), null);
    }

    /// As `git check-ignore` has it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//**", "//", "//a", "a//", "a//b", "**//", "**//b", "/*//", "*//?", "\\a//b", "[ab]//b", "a\\//b"
            })
    void pattern_withDoubledSlashes_matchesNothing(String pattern) throws IOException {
        IgnoreRules rules = rules(pattern + "\n");
        for (String path : new String[] {"a", "b", "a/b", "a/a/b"}) {
            assertThat(rules.ignores(RepoPath.of(path), false)).as(path).isFalse();
            assertThat(rules.ignores(RepoPath.of(path), true)).as(path + "/").isFalse();
        }
    }

    @Test
    void pattern_withDoubledSlashes_takesNothingBack() throws IOException {
        assertThat(rules("b\n!a//b\n!//b\n").ignores(RepoPath.of("a/b"), false)).isTrue();
    }

    @Test
    void lines_endAsOnAnySystem() throws IOException {
        IgnoreRules rules = rules("# http://x\r\na\r\n//**\r\nb");
        assertThat(rules.ignores(RepoPath.of("a"), false)).isTrue();
        assertThat(rules.ignores(RepoPath.of("b"), false)).isTrue();
        assertThat(rules.ignores(RepoPath.of("c"), false)).isFalse();
    }
}
