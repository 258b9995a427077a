package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;
import tools.jackson.databind.JsonNode;

/// Commits between two others: `a..b`.
final class RangeTest {
    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void threeCommits() throws IOException {
        reel = Reel.in(folder);
        reel.ok("init");
        for (String name : List.of("one", "two", "three")) {
            Files.writeString(folder.resolve(name), name + "\n");
            reel.ok("commit", "-A", "-m", name);
            reel.ok("tag", "at-" + name);
        }
    }

    private List<String> subjects(String... words) {
        String[] args = new String[words.length + 1];
        args[0] = "log";
        System.arraycopy(words, 0, args, 1, words.length);
        return StreamSupport.stream(reel.json(args).get("commits").spliterator(), false)
                .map(commit -> commit.get("message").asString().strip())
                .toList();
    }

    @Test
    void log_ofARangeWithoutAnEnd_endsAtHead() {
        assertThat(subjects("at-one..")).containsExactly("three", "two");
        assertThat(subjects("at-three..")).isEmpty();
    }

    @Test
    void log_ofARangeWithoutABeginning_beginsAtHead() {
        reel.ok("switch", "--detach", "at-one");
        assertThat(subjects("..at-three")).containsExactly("three", "two");
    }

    @Test
    void diff_ofARangeWithAnEndLeftOut_isAgainstHead() throws IOException {
        Files.writeString(folder.resolve("one"), "changed, and in no commit\n");
        assertThat(reel.ok("diff", "--name-status", "at-one..").out()).isEqualTo("A\tthree\nA\ttwo\n");
        assertThat(reel.ok("diff", "--name-status", "..at-one").out()).isEqualTo("D\tthree\nD\ttwo\n");
    }

    @Test
    void diff_ofARangeAndAnotherRevision_isWrongUsage() {
        assertThat(reel.run("diff", "at-one..at-two", "at-three").exit()).isEqualTo(ExitCode.USAGE.number());
        assertThat(reel.run("diff", "at-three", "at-one..at-two").exit()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void log_ofANameWithTwoDots_isOfThatFile() throws IOException {
        Files.writeString(folder.resolve("take..2"), "x\n");
        reel.ok("commit", "-A", "-m", "take");
        assertThat(subjects("take..2")).containsExactly("take");
        JsonNode below = Reel.in(Files.createDirectory(folder.resolve("day"))).json("log", "../two");
        assertThat(below.get("commits")).hasSize(1);
    }

    @Test
    void show_ofNamesAlone_isTheDiffToItsParent() {
        assertThat(reel.ok("show", "at-two", "--name-status").out()).endsWith("\n\nA\ttwo\n");
        assertThat(reel.ok("show", "at-two", "--name-only").out()).endsWith("\n\ntwo\n");
    }

    @Test
    void log_ofARangeOfWhatIsNotThere_saysWhichIsMissing() {
        Reel.Result result = reel.run("log", "at-one..nowhere");
        assertThat(result.exit()).isEqualTo(ExitCode.MISSING.number());
        assertThat(result.err()).contains("nowhere");
    }
}
