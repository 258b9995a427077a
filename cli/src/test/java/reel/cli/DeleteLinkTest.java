package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.testkit.RamFolder;

/// A link that is deleted goes itself, and what it leads to stays.
final class DeleteLinkTest {
    private final Path folder;
    private final Reel reel;
    private final String host;

    DeleteLinkTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("vol"));
        this.reel = Reel.in(folder);
        this.host = "twin://" + folder.getFileName();
        Files.createDirectories(this.folder.resolve("film"));
        Files.writeString(this.folder.resolve("film/a.mov"), "the first shot");
        Files.createSymbolicLink(this.folder.resolve("all"), Path.of("film"));
        Files.createSymbolicLink(this.folder.resolve("one"), Path.of("film/a.mov"));
        Files.createSymbolicLink(this.folder.resolve("lost"), Path.of("nowhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "one", "lost", "all/../one"})
    void link_goesAlone(String link) {
        reel.ok("delete", "--recursive", "vol/" + link);

        assertThat(Files.isSymbolicLink(folder.resolve(link))).isFalse();
        assertThat(folder.resolve("film/a.mov")).hasContent("the first shot");
    }

    @Test
    void link_onAnotherPlace_goesAlone() {
        reel.ok("copy", "vol", host);

        reel.ok("delete", "-r", host + "/all");
        reel.ok("delete", host + "/one");

        assertThat(reel.ok("ls", "-R", host).out()).isEqualTo("film/\nfilm/a.mov\nlost -> nowhere\n");
    }

    @Test
    void link_writtenAsAFolder_isTheFolder() {
        reel.ok("delete", "--recursive", "vol/all/");

        assertThat(folder.resolve("film")).doesNotExist();
    }
}
