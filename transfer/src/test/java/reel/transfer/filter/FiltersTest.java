package reel.transfer.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Refused;

final class FiltersTest {
    @ParameterizedTest
    @CsvSource({
        "*.mov, a.mov, true",
        "*.mov, x/y/a.mov, true",
        "*.mov, a.mov.txt, false",
        "/cache, cache, true",
        "/cache, x/cache, false",
        "cache, x/cache, true",
        "proxy/, x/proxy, false",
        "proxy/, x/proxy/, true",
        "reel1/*.exr, a/reel1/x.exr, true",
        "reel1/*.exr, a/reel1/b/x.exr, false",
        "reel1/*.exr, areel1/x.exr, false",
        "/reel1/*.exr, a/reel1/x.exr, false",
        "**/old/**, a/old/b/c, true",
        "**/old/**, old/c, true",
        "**/old, old/, true",
        "**/old, bold/, false",
        "**/old/***, old/c, true",
        "/**/old, old, false",
        "/**/old, a/old, true",
        "a**z, a/b/z, true",
        "a*z, a/b/z, false",
        "/a**z, q/a/z, false",
        "shot[0-9], shot7, true",
        "shot[0-9], shotx, false",
        "[!a-c]*, dx, true",
        "[!a-c]*, bx, false",
        "[^a-c]*, bx, false",
        "x[]]y, x]y, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "old/***, old/, true",
        "old/***, old/a/b, true",
        "old/***, x/old/a, true",
        "old/***, older/a, false",
        "/old/***, x/old/a, false",
        "\\*x*, *xy, true",
        "\\*x*, axy, false",
        "a\\b, a\\b, true",
        "'*', .hidden, true",
        "'**', a/b/c, true",
        "?, 😀, true",
        "[😀-😂], 😁, true",
        "a*b*c*d, aXbXbXcXd, true",
        "a*b*c*d, aXbXbXcXde, false",
    })
    void glob_matchesAsRsyncDoes(String pattern, String path, boolean expected) throws Refused {
        boolean folder = path.endsWith("/");
        String name = folder ? path.substring(0, path.length() - 1) : path;

        assertThat(Glob.of(pattern).matches(name, folder)).isEqualTo(expected);
    }

    @Test
    void glob_thatCouldTakeForEver_doesNot() throws Refused {
        Glob glob = Glob.of("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b");

        assertThat(glob.matches("a".repeat(3000), false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a[b", "[", "[!"})
    void glob_thatIsNoPattern_isRefused(String pattern) {
        assertThatThrownBy(() -> Glob.of(pattern)).isInstanceOf(Refused.class);
    }

    @Test
    void filters_askTheFirstRuleThatMatches() throws Refused {
        Filters filters = Filters.of(
                Filters.parse(List.of("# film", "", "+ keep.tmp", "- *.tmp", "; more", "include /a/", "exclude b/")));

        assertThat(filters.of("keep.tmp", false)).isEqualTo(Verdict.TAKE);
        assertThat(filters.of("x/y.tmp", false)).isEqualTo(Verdict.LEAVE);
        assertThat(filters.of("b", true)).isEqualTo(Verdict.LEAVE);
        assertThat(filters.of("b", false)).isEqualTo(Verdict.TAKE);
        assertThat(filters.of("anything", false)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void filters_withOnlyIncludes_takeNothingElseButLookIntoFolders() throws Refused {
        Filters filters = Filters.of(List.of(FilterRule.include("*.mov"), FilterRule.include("stills/***")));

        assertThat(filters.of("a/b.mov", false)).isEqualTo(Verdict.TAKE);
        assertThat(filters.of("a/b.wav", false)).isEqualTo(Verdict.LEAVE);
        assertThat(filters.of("a", true)).isEqualTo(Verdict.SEARCH);
        assertThat(filters.of("stills", true)).isEqualTo(Verdict.TAKE);
        assertThat(filters.of("stills/x.jpg", false)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void rules_afterAnExclamationMark_beginAnew() throws Refused {
        assertThat(Filters.parse(List.of("- *", "!", "+ a"))).hasSize(1);
        assertThat(Filters.of(List.of())).isSameAs(Filters.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.mov", "-*.mov", "-! x", "merge file", "+ "})
    void line_thatIsNoRule_isRefused(String line) {
        assertThatThrownBy(() -> FilterRule.parse(line)).isInstanceOf(Refused.class);
    }
}
