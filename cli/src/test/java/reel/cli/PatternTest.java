package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;

/// Patterns, and names that look like patterns.
final class PatternTest {
    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void namesThatLookLikePatterns() throws IOException {
        reel = Reel.in(folder);
        for (String name : new String[] {"[br]", "b", "r"}) {
            Files.writeString(folder.resolve(name), name + " one\n");
        }
        reel.ok("init");
        reel.ok("add", ".");
        reel.ok("commit", "-m", "first");
        reel.ok("tag", "v1");
    }

    private void lose(String... names) throws IOException {
        for (String name : names) {
            Files.delete(folder.resolve(name));
        }
    }

    @Test
    void name_ofATrackedFileThatIsGone_isNoPattern() throws IOException {
        lose("[br]", "b");
        assertThat(reel.ok("status", "-s", "[br]").out()).isEqualTo(" D [br]\n");
        assertThat(reel.ok("diff", "--name-only", "[br]").out()).isEqualTo("[br]\n");
        assertThat(reel.ok("ls-files", "[br]").out()).isEqualTo("[br]\n");
        reel.ok("restore", "[br]");
        assertThat(folder.resolve("[br]")).hasContent("[br] one");
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void rm_ofATrackedFileThatIsGone_takesThatAlone() throws IOException {
        lose("[br]");
        reel.ok("rm", "[br]");
        assertThat(reel.ok("ls-files").out()).isEqualTo("b\nr\n");
        assertThat(folder.resolve("b")).exists();
        reel.ok("restore", "--staged", "[br]");
        assertThat(reel.ok("ls-files").out()).isEqualTo("[br]\nb\nr\n");
    }

    @Test
    void log_ofAPattern_hasTheCommitsThatChangedAnyOfIt() throws IOException {
        Files.createDirectories(folder.resolve("shots"));
        Files.writeString(folder.resolve("shots/a.mov"), "one\n");
        reel.ok("commit", "-A", "-m", "shot");
        Files.writeString(folder.resolve("b"), "two\n");
        reel.ok("commit", "-a", "-m", "letter");
        Files.delete(folder.resolve("shots/a.mov"));
        reel.ok("commit", "-a", "-m", "gone");
        assertThat(subjects("*.mov")).containsExactly("gone", "shot");
        assertThat(subjects("sh*")).containsExactly("gone", "shot");
        assertThat(subjects("[ab]")).containsExactly("letter", "first");
        assertThat(subjects("[ab]", "*.mov")).containsExactly("gone", "letter", "shot", "first");
        assertThat(subjects("*.psd")).isEmpty();
        assertThat(subjects("[z-a]")).isEmpty();
    }

    @Test
    void log_ofANameThatIsLongGone_findsIt() throws IOException {
        Files.writeString(folder.resolve("b"), "two\n");
        reel.ok("commit", "-a", "-m", "second");
        assertThat(subjects("[br]")).containsExactly("first");
        lose("[br]");
        reel.ok("commit", "-a", "-m", "third");
        assertThat(subjects("[br]")).contains("third", "first");
    }

    private List<String> subjects(String... paths) throws IOException {
        List<String> command = new ArrayList<>(List.of("log", "--oneline", "--"));
        command.addAll(List.of(paths));
        return reel.ok(command.toArray(String[]::new))
                .out()
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    @Test
    void add_ofATrackedFileThatIsGone_stagesThatAlone() throws IOException {
        lose("[br]", "b");
        reel.ok("add", "[br]");
        assertThat(reel.ok("status", "-s").out()).isEqualTo("D  [br]\n D b\n");
    }

    @Test
    void name_inAnOlderCommitOnly_isNoPattern() throws IOException {
        lose("[br]");
        reel.ok("commit", "-a", "-m", "second");
        assertThat(reel.ok("ls-files", "--from", "v1", "[br]").out()).isEqualTo("[br]\n");
        assertThat(reel.ok("diff", "--name-only", "v1", "HEAD", "--", "[br]").out())
                .isEqualTo("[br]\n");
        reel.ok("checkout", "v1", "--", "[br]");
        assertThat(folder.resolve("[br]")).hasContent("[br] one");
        lose("[br]");
        reel.ok("rm", "-f", "[br]");
        reel.ok("restore", "--from", "v1", "[br]");
        assertThat(folder.resolve("[br]")).hasContent("[br] one");
    }

    @Test
    void pattern_thatIsNoName_matches() throws IOException {
        lose("b", "r");
        reel.ok("restore", "[b-r]");
        assertThat(folder.resolve("b")).hasContent("b one");
        assertThat(folder.resolve("r")).hasContent("r one");
    }

    @Test
    void whatMatchesNothing_isMissing_andNothingHappens() throws IOException {
        lose("b");
        for (String nothing : new String[] {"*.xyz", "none"}) {
            for (String[] command : new String[][] {
                {"restore", "b", nothing},
                {"restore", "--staged", "b", nothing},
                {"restore", "--from", "v1", "b", nothing},
                {"checkout", "--", "b", nothing},
                {"checkout", "v1", "--", "b", nothing},
                {"add", "b", nothing},
                {"add", "-u", "b", nothing},
                {"add", "-n", "b", nothing},
                {"rm", "r", nothing}
            }) {
                Reel.Result missing = reel.run(command);
                String said = String.join(" ", command);
                assertThat(missing.exit()).as(said).isEqualTo(ExitCode.MISSING.number());
                assertThat(missing.err()).as(said).contains(nothing).contains("hint: ");
                assertThat(reel.ok("status", "-s").out()).as(said).isEqualTo(" D b\n");
            }
        }
    }

    @Test
    void add_ofAPatternThatMatchesUnchangedFilesOnly_isFine() {
        assertThat(reel.ok("add", "[b-r]").told()).contains("Staged 0 paths");
    }
}
