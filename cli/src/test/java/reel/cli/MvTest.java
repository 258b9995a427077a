package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.cli.screen.ExitCode;

/// Where `reel mv` puts things, and what it leaves alone.
final class MvTest {
    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void tracked() throws IOException {
        reel = Reel.in(folder);
        for (String name : new String[] {"a", "b", "shots/one", "shots/two", "in/b"}) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), name + "\n");
        }
        reel.ok("init");
        reel.ok("commit", "-A", "-m", "first");
        Files.writeString(folder.resolve("new"), "new\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b in", "a new in", "a gone in", "a a in", "shots shots/one in", "a shots/one ./shots/one in"})
    void severalThings_oneOfWhichCannotBeMoved_allStay(String words) {
        assertThat(reel.run(("mv " + words).split(" ")).exit()).isNotZero();
        assertThat(reel.ok("status", "-s").out()).isEqualTo("?? new\n");
    }

    @Test
    void severalThings_theFolderAfterWhatLiesInIt_bothMove() {
        reel.ok("mv", "shots/one", "shots", "in");
        assertThat(reel.ok("ls-files").out()).isEqualTo("a\nb\nin/b\nin/one\nin/shots/two\n");
        assertThat(folder.resolve("in/shots/two")).hasContent("shots/two");
    }

    @Test
    void slashAtTheEnd_saysThatAFolderIsMeant() {
        reel.ok("mv", "a", "later/");
        reel.ok("mv", "b", "later/a", "last/");
        reel.ok("mv", "shots", "takes/");
        assertThat(reel.ok("ls-files").out()).isEqualTo("in/b\nlast/a\nlast/b\ntakes/one\ntakes/two\n");
    }

    @Test
    void slashAtTheEnd_ofAFile_replacesItNeither() {
        assertThat(reel.run("mv", "-f", "a", "b/").exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(folder.resolve("b")).hasContent("b");
        assertThat(folder.resolve("a")).exists();
    }

    @Test
    void folder_ontoAFile_replacesItNeither() {
        assertThat(reel.run("mv", "-f", "shots", "b").exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(folder.resolve("b")).hasContent("b");
        assertThat(folder.resolve("shots/one")).exists();
    }

    @Test
    void workspaceItself_isNamedAsSuch() {
        Reel.Result result = reel.run("mv", ".", "in");
        assertThat(result.exit()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(result.err()).contains("is the workspace itself");
    }

    @Test
    void equalFiles_thatMove_areEachShownAsOneThatKeptItsName() throws IOException {
        for (String name : new String[] {"f1", "f2", "f3"}) {
            Files.writeString(folder.resolve(name), "black\n");
        }
        reel.ok("commit", "-A", "-m", "black frames");
        reel.ok("mv", "f3", "f2", "in");
        assertThat(reel.ok("status", "-s").out()).isEqualTo("R  f2 -> in/f2\nR  f3 -> in/f3\n");
        reel.ok("mv", "f1", "in/first");
        assertThat(reel.ok("diff", "--staged", "--name-status").out())
                .isEqualTo("R\tf2\tin/f2\nR\tf3\tin/f3\nR\tf1\tin/first\n");
        assertThat(reel.ok("status", "-s").out()).isEqualTo("R  f2 -> in/f2\nR  f3 -> in/f3\nR  f1 -> in/first\n");
    }
}
