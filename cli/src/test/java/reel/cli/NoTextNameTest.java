package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.cli.screen.ExitCode;

/// Names that are no text: a command line brings something else in their place.
final class NoTextNameTest {
    private static final String AS_IT_COMES = "bad\uFFFD";

    @TempDir
    Path folder;

    private Reel reel;

    @BeforeEach
    void file() throws IOException {
        reel = Reel.in(folder);
        Path in = Files.createDirectories(folder.resolve("in"));
        Files.writeString(Path.of(URI.create(in.toUri() + "bad%FF")), "no text");
        Files.writeString(in.resolve("good"), "text");
    }

    @Test
    void transfers_tellThem_inWordsThatEnd() {
        Reel.Result copied = reel.run("copy", "in", "out");
        assertThat(copied.exit()).isEqualTo(ExitCode.DIFFERENT.number());
        assertThat(copied.err())
                .contains("in/bad\\xFF: has a name that is no text")
                .doesNotContain("\"");
        assertThat(folder.resolve("out/good")).hasContent("text");
        assertThat(reel.ok("ls", "in").out()).isEqualTo("bad\\xFF\ngood\n");
        Reel.Result one = reel.run("copy", "in/" + AS_IT_COMES, "out");
        assertThat(one.exit()).isEqualTo(ExitCode.MISSING.number());
        assertThat(one.err()).contains("no text").contains("hint: Rename it.");
    }

    @Test
    void deleting_tellsThatTheyStay() throws IOException {
        Path there = Files.createDirectories(folder.resolve("out/sub"));
        Files.writeString(Path.of(URI.create(there.toUri() + "worse%FE")), "no text");
        Files.writeString(there.resolve("worse\\xFE"), "text that looks like it");
        Files.writeString(Path.of(URI.create(folder.resolve("out").toUri() + "bad%FF")), "no text");
        Files.delete(Path.of(URI.create(folder.resolve("in").toUri() + "bad%FF")));

        assertThat(reel.run("check", "in", "out").out()).contains("extra").contains("bad");
        Reel.Result synced = reel.run("sync", "--delete", "in", "out");
        assertThat(synced.exit()).isEqualTo(ExitCode.DIFFERENT.number());
        assertThat(synced.err())
                .contains("1 deleted", "2 failed", "out/bad\\xFF: has a name that is no text", "sub/worse\\xFE");
        assertThat(there.resolve("worse\\xFE")).doesNotExist();
        assertThat(reel.ok("sync", "--delete", "--exclude", "*\\\\x*", "in", "out")
                        .told())
                .startsWith("Nothing to copy");
        Reel.Result deleted = reel.run("delete", "--recursive", "out");
        assertThat(deleted.exit()).isEqualTo(ExitCode.DIFFERENT.number());
        assertThat(deleted.err()).contains("Deleted 1 path, 2 failed");
        assertThat(folder.resolve("out/good")).doesNotExist();
    }

    @Test
    void history_tellsThatTheyAreNamedByPatterns() {
        reel.ok("init");
        Reel.Result named = reel.run("add", "in/" + AS_IT_COMES);
        assertThat(named.exit()).isEqualTo(ExitCode.MISSING.number());
        assertThat(named.err()).contains("no text").contains("pattern");
        reel.ok("add", "in/bad?");
        assertThat(reel.ok("ls-files").out()).isEqualTo("\"in/bad\\377\"\n");
        assertThat(reel.run("rm", "--cached", "in/" + AS_IT_COMES).err()).contains("no text");
        reel.ok("rm", "--cached", "in/bad?");
        assertThat(reel.ok("ls-files").out()).isEmpty();
    }

    /// What would be made would get another name than was asked for.
    @Test
    void protectAndVideo_makeNothingUnderAnotherName() {
        for (String[] words : new String[][] {
            {"protect", "encode", "in/" + AS_IT_COMES, "symbols"},
            {"protect", "encode", "in/good", AS_IT_COMES},
            {"video", "encode", "in/" + AS_IT_COMES, "film.mp4"},
            {"video", "encode", "in/good", AS_IT_COMES},
        }) {
            Reel.Result result = reel.run(words);
            assertThat(result.exit()).isEqualTo(ExitCode.MISSING.number());
            assertThat(result.err()).contains("no text").contains("hint: Rename it");
        }
        reel.ok("protect", "encode", "in/good", "symbols");
        assertThat(reel.run("recover", "symbols", "-o", AS_IT_COMES).err()).contains("no text");
        reel.ok("video", "encode", "in/good", "film.mp4");
        assertThat(reel.run("video", "decode", "film.mp4", "-o", AS_IT_COMES).err())
                .contains("no text");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("in", "symbols", "film.mp4");
    }
}
