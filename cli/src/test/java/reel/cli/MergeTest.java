package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Merges as people meet them.
final class MergeTest {
    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void twoBranches() throws IOException {
        reel = Reel.in(folder);
        reel.ok("init");
        write("list.txt", "a\nb\nc\nd\ne\n");
        write("clip.bin", "\0clip");
        commit("base");
        reel.ok("switch", "-c", "grade");
        write("list.txt", "a\nb\nc\nd\ne, graded\n");
        write("graded.txt", "new\n");
        commit("graded");
        reel.ok("switch", "main");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void commit(String message) {
        reel.ok("add", "-A");
        reel.ok("commit", "-m", message);
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void merge_ofWhatIsAhead_movesForward() throws IOException {
        assertThat(reel.json("merge", "grade").get("outcome").asString()).isEqualTo("fast_forward");
        assertThat(read("graded.txt")).isEqualTo("new\n");
        assertThat(reel.json("merge", "grade").get("outcome").asString()).isEqualTo("up_to_date");
    }

    @Test
    void merge_withoutFastForward_makesACommit() throws IOException {
        reel.ok("merge", "--no-ff", "-m", "bring the grade", "grade");
        assertThat(reel.json("log", "-n", "1").at("/commits/0/parents")).hasSize(2);
        assertThat(reel.ok("log", "--graph", "--oneline").out()).matches("""
                \\* [0-9a-f]{12} \\(HEAD -> main\\) bring the grade
                \\|\\\\
                \\| \\* [0-9a-f]{12} \\(grade\\) graded
                \\|/
                \\* [0-9a-f]{12} base
                """);
    }

    @Test
    void merge_ofDifferentPlaces_joinsTexts() throws IOException {
        write("list.txt", "a, cut\nb\nc\nd\ne\n");
        commit("cut");
        assertThat(reel.json("merge", "grade").get("outcome").asString()).isEqualTo("merged");
        assertThat(read("list.txt")).isEqualTo("a, cut\nb\nc\nd\ne, graded\n");
        assertThat(reel.ok("status", "-s").out()).isEmpty();
    }

    @Test
    void conflict_takenFromOneSide_isContinued() throws IOException {
        write("list.txt", "a\nb\nc\nd\ne, cut\n");
        commit("cut");
        Reel.Result merge = reel.run("merge", "grade");
        assertThat(merge.exit()).isEqualTo(1);
        assertThat(merge.out()).isEqualTo("conflict: list.txt (both changed the same lines)\n");
        assertThat(read("list.txt")).contains("<<<<<<<", "e, cut", "e, graded", ">>>>>>>");
        assertThat(reel.ok("status", "-s").out()).contains("UU list.txt");
        assertThat(reel.run("merge", "--continue").exit()).isEqualTo(5);
        assertThat(reel.run("commit", "-m", "no").err()).contains("not decided");
        assertThat(reel.run("switch", "grade").err()).contains("a merge waits");
        reel.ok("restore", "--theirs", "list.txt");
        assertThat(read("list.txt")).isEqualTo("a\nb\nc\nd\ne, graded\n");
        reel.ok("merge", "--continue");
        assertThat(reel.json("log", "-n", "1").at("/commits/0/parents")).hasSize(2);
        assertThat(reel.ok("status", "-s").out()).isEmpty();
        assertThat(reel.run("merge", "--continue").err()).contains("none is begun here");
    }

    @Test
    void conflict_editedAndAdded_isCommitted() throws IOException {
        write("list.txt", "a\nb\nc\nd\ne, cut\n");
        commit("cut");
        assertThat(reel.run("merge", "grade").exit()).isEqualTo(1);
        write("list.txt", "a\nb\nc\nd\ne, cut and graded\n");
        reel.ok("add", "list.txt");
        reel.ok("commit", "-m", "both");
        assertThat(reel.json("log", "-n", "1").at("/commits/0/parents")).hasSize(2);
        reel.ok("undo");
        assertThat(reel.ok("log", "--oneline").out()).contains("cut").doesNotContain("both");
    }

    @Test
    void merge_aborted_isAsBefore() throws IOException {
        write("list.txt", "a\nb\nc\nd\ne, cut\n");
        commit("cut");
        assertThat(reel.run("merge", "grade").exit()).isEqualTo(1);
        reel.ok("merge", "--abort");
        assertThat(read("list.txt")).isEqualTo("a\nb\nc\nd\ne, cut\n");
        assertThat(folder.resolve("graded.txt")).doesNotExist();
        assertThat(reel.ok("status", "-s").out()).isEmpty();
        assertThat(reel.run("merge", "--abort").exit()).isEqualTo(3);
    }
}
