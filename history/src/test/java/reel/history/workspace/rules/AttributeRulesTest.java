package reel.history.workspace.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.history.tree.RepoPath;
import reel.stream.Refused;

/// The lines of `.reelattributes`.
final class AttributeRulesTest {
    @TempDir
    Path folder;

    private AttributeRules rules(String text) throws IOException {
        Path file = folder.resolve(AttributeRules.FILE);
        Files.writeString(file, text);
        return AttributeRules.NONE.and(file, null);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "\"day 1/*.mov\", day 1/a.mov",
                "\"*.mov\", day 1/a.mov",
                "\"/two  spaces\", two  spaces",
                "\"a \\\"b\\\"\", 'a \"b\"'",
                "\"a\\\\*b\", a*b",
                "\"half, '\"half'"
            })
    void pattern_inQuotes_mayHoldSpaces(String pattern, String path) throws IOException {
        assertThat(rules(pattern + "\tlockable\r\n").of(RepoPath.of(path)).lockable())
                .isTrue();
        assertThat(rules(pattern + " -lockable").of(RepoPath.of(path)).lockable())
                .isFalse();
    }

    @Test
    void pattern_inQuotes_meansNothingElse() throws IOException {
        AttributeRules rules = rules("\"day 1\" lockable\n\"bare\"\n");
        assertThat(rules.of(RepoPath.of("day")).lockable()).isFalse();
        assertThat(rules.of(RepoPath.of("1")).lockable()).isFalse();
        assertThat(rules.of(RepoPath.of("bare"))).isEqualTo(Attributes.NONE);
    }

    @Test
    void pattern_withDoubledSlashes_matchesNothing() throws IOException {
        AttributeRules rules = rules("//** lockable\nday//a.mov lockable\n");
        assertThat(rules.of(RepoPath.of("day/a.mov"))).isEqualTo(Attributes.NONE);
        assertThat(rules.of(RepoPath.of("a.mov"))).isEqualTo(Attributes.NONE);
    }

    @Test
    void line_thatIsNotUnderstood_isRefused() {
        assertThatThrownBy(() -> rules("day 1 lockable")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> rules("\"!day 1\" lockable")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> rules("\"day 1\"lockable")).isInstanceOf(Refused.class);
    }

    @Test
    void chunking_thatIsNone_isRefused_withTheLine() {
        assertThatThrownBy(() -> rules("*.mov lockable\n*.wav chunking=nonsense"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("nonsense");
    }
}
