package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.testkit.RamFolder;
import reel.testkit.TreeSnapshot;

/// A link that is moved goes itself, and what it leads to stays where it is.
final class MoveLinkTest {
    private final Path folder;
    private final Reel reel;
    private final String host;

    MoveLinkTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        this.reel = Reel.in(folder);
        this.host = "twin://" + folder.getFileName();
        Files.createDirectories(folder.resolve("film"));
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("film/a.mov"), "the first shot");
        Files.createSymbolicLink(folder.resolve("all"), Path.of("film"));
        Files.createSymbolicLink(folder.resolve("one"), Path.of("film/a.mov"));
        Files.createSymbolicLink(folder.resolve("lost"), Path.of("nowhere"));
        Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    }

    @ParameterizedTest
    @CsvSource({
        "all, in, in/all, film",
        "all, new, new, film",
        "one, in, in/one, film/a.mov",
        "one, new/, new/one, film/a.mov",
        "lost, new, new, nowhere",
        "circle, in/, in/circle, circle"
    })
    void link_goesAlone(String link, String to, String arrived, String target) throws IOException {
        assertThat(reel.ok("move", "-n", link, to).told()).startsWith("Would move 1 link or folder");

        assertThat(reel.ok("move", link, to).told()).startsWith("Moved 1 link or folder");

        assertThat(folder.resolve(link)).doesNotExist();
        assertThat(Files.isSymbolicLink(folder.resolve(link))).isFalse();
        assertThat(Files.readSymbolicLink(folder.resolve(arrived))).isEqualTo(Path.of(target));
        assertThat(folder.resolve("film/a.mov")).hasContent("the first shot");
    }

    @Test
    void link_amongOtherSources_goesAlone() throws IOException {
        reel.ok("move", "all", "film", "in");

        assertThat(Files.readSymbolicLink(folder.resolve("in/all"))).isEqualTo(Path.of("film"));
        assertThat(folder.resolve("in/film/a.mov")).hasContent("the first shot");
        assertThat(folder.resolve("film")).doesNotExist();
    }

    @Test
    void link_toAndFromAnotherPlace_goesAlone() throws IOException {
        reel.ok("move", "all", host + "/all");
        reel.ok("copy", "film", host + "/film");
        reel.ok("move", host + "/all", "in/");

        assertThat(Files.readSymbolicLink(folder.resolve("in/all"))).isEqualTo(Path.of("film"));
        assertThat(reel.ok("ls", "-R", host).out()).isEqualTo("film/\nfilm/a.mov\n");
    }

    @Test
    void link_toAPlaceWithoutLinks_staysAndIsTold() throws IOException {
        Reel.Result result = reel.run("move", "one", "bucket://" + folder.getFileName() + "/one");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("is a link", "keeps none", "hint: ");
        assertThat(folder.resolve("one")).hasContent("the first shot");
    }

    @ParameterizedTest
    @CsvSource({"one, film/a.mov", "one, film/../film/a.mov", "shots/a.mov, film", "two, film/a.mov"})
    void link_overWhatItLeadsTo_isRefused(String link, String to) throws IOException {
        Files.createDirectories(folder.resolve("shots"));
        Files.createSymbolicLink(folder.resolve("shots/a.mov"), Path.of("../film/a.mov"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
        TreeSnapshot before = TreeSnapshot.of(folder);

        Reel.Result result = reel.run("move", link, to);

        assertThat(result.exit()).as(result.err()).isEqualTo(5);
        assertThat(result.err()).contains("is what " + folder.resolve(link) + " leads to", "hint: ");
        assertThat(TreeSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void link_overWhatItLeadsToOnAnotherPlace_isRefused() {
        reel.ok("move", "one", host + "/one");
        reel.ok("copy", "film", host + "/film");

        Reel.Result result = reel.run("move", host + "/one", host + "/film/a.mov");

        assertThat(result.exit()).as(result.err()).isEqualTo(5);
        assertThat(reel.ok("cat", host + "/film/a.mov").out()).isEqualTo("the first shot");
    }

    /// What the links of a tree lead to may lie outside of it, and is not the tree's to give away.
    @Test
    void move_thatFollowsLinks_isRefused() throws IOException {
        Files.createDirectories(folder.resolve("shots"));
        Files.createSymbolicLink(folder.resolve("shots/a.mov"), folder.resolve("film/a.mov"));
        TreeSnapshot before = TreeSnapshot.of(folder);

        for (String source : new String[] {"all", "shots"}) {
            Reel.Result result = reel.run("move", "--copy-links", source, "in");

            assertThat(result.exit()).isEqualTo(5);
            assertThat(result.err()).contains("a move that follows links", "hint: ");
            assertThat(TreeSnapshot.of(folder)).isEqualTo(before);
        }
    }

    /// The memory of this machine is another disk where there is such a folder.
    @Test
    void tree_isMovedToAnotherDisk() throws IOException {
        Path memory = Path.of("/dev/shm");
        Path other = Files.createTempDirectory(Files.isWritable(memory) ? memory : folder, "reel-move");
        try {
            reel.ok("move", "film", other.resolve("film").toString());
            assertThat(other.resolve("film/a.mov")).hasContent("the first shot");
            assertThat(folder.resolve("film")).doesNotExist();

            reel.ok("move", other.resolve("film").toString(), "back");
            assertThat(folder.resolve("back/a.mov")).hasContent("the first shot");
        } finally {
            Files.deleteIfExists(other.resolve("film/a.mov"));
            Files.deleteIfExists(other.resolve("film"));
            Files.delete(other);
        }
    }

    @Test
    void link_writtenAsAFolder_isTheFolder() {
        reel.ok("move", "all/", "new");

        assertThat(folder.resolve("new/a.mov")).hasContent("the first shot");
        assertThat(folder.resolve("film")).doesNotExist();
    }

    @Test
    void link_copied_isFollowed() {
        reel.ok("copy", "all", "new");
        reel.ok("copy", "one", "in/");

        assertThat(folder.resolve("new/a.mov")).isRegularFile().hasContent("the first shot");
        assertThat(folder.resolve("in/one")).isRegularFile().hasContent("the first shot");
        assertThat(folder.resolve("film/a.mov")).hasContent("the first shot");
    }
}
