package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.testkit.RamFolder;
import reel.testkit.power.DeniedFiles;
import tools.jackson.databind.JsonNode;

/// A tracked file that changed and cannot be read is told in its place; everything else goes on.
final class UnreadableTest {
    private final Path folder;
    private final Reel reel;

    UnreadableTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder.toRealPath();
        this.reel = Reel.in(DeniedFiles.in(this.folder, "b.mov"));
    }

    @BeforeEach
    void commit() throws IOException {
        Reel able = Reel.in(folder);
        for (String name : new String[] {"a.mov", "b.mov", "c.mov"}) {
            Files.writeString(folder.resolve(name), "first " + name);
        }
        able.ok("init");
        able.ok("commit", "-A", "-m", "first");
        for (String name : new String[] {"a.mov", "b.mov", "c.mov"}) {
            Files.writeString(folder.resolve(name), "other " + name);
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.parse("2026-01-31T12:30:00Z")));
        }
    }

    @Test
    void status_tellsIt_andTheOthers() {
        Reel.Result text = reel.run("status");
        Reel.Result brief = reel.run("status", "--porcelain");
        Reel.Result json = reel.run("status", "--json");

        assertThat(text.exit()).isEqualTo(1);
        assertThat(text.out()).containsSubsequence("a.mov", "unreadable:", "b.mov", "c.mov");
        assertThat(text.err()).contains("b.mov: no permission to read it");
        assertThat(brief.exit()).isEqualTo(1);
        assertThat(brief.out().lines()).containsExactly(" M a.mov", " ! b.mov", " M c.mov");
        assertThat(json.exit()).isEqualTo(1);
        JsonNode skipped = json.json().path("skipped");
        assertThat(skipped.size()).isEqualTo(1);
        assertThat(skipped.at("/0/path").asString()).isEqualTo("b.mov");
        assertThat(json.json().path("unstaged").size()).isEqualTo(2);
        assertThat(json.json().path("clean").asBoolean()).isFalse();
    }

    @Test
    void status_withNothingElse_isNotClean() {
        Reel.in(folder).ok("restore", "--force", "a.mov", "c.mov");

        Reel.Result text = reel.run("status");

        assertThat(text.exit()).isEqualTo(1);
        assertThat(text.out()).doesNotContain("clean");
        assertThat(reel.run("status", "--json").json().path("clean").asBoolean())
                .isFalse();
    }

    @Test
    void diff_tellsIt_andTheOthers() {
        for (String[] line : new String[][] {
            {"diff"}, {"diff", "--stat"}, {"diff", "--name-only"}, {"diff", "HEAD"}, {"diff", "--json"}
        }) {
            Reel.Result result = reel.run(line);

            assertThat(result.exit()).as(String.join(" ", line)).isEqualTo(1);
            assertThat(result.out()).contains("a.mov", "c.mov").doesNotContain("b.mov");
            assertThat(result.err()).contains("b.mov: no permission to read it");
        }
        assertThat(reel.run("diff", "--", "a.mov").exit()).isZero();
    }

    @Test
    void diff_ofOneThatIsLongerNow_tellsThatItDiffers() throws IOException {
        Files.writeString(folder.resolve("b.mov"), "another second shot");

        Reel.Result result = reel.run("diff");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("+other a.mov", "b.mov", "+other c.mov");
        assertThat(result.err()).contains("b.mov: no permission to read it");
        assertThat(reel.run("status").out()).containsPattern("modified: +b.mov");
    }

    @Test
    void add_takesTheOthers_alsoWhenItOnlyTells() {
        Reel.Result dry = reel.run("add", "-n", ".");
        Reel.Result result = reel.run("add", ".");

        for (Reel.Result each : new Reel.Result[] {dry, result}) {
            assertThat(each.exit()).isEqualTo(1);
            assertThat(each.err()).contains("2 changed", "skipped b.mov: no permission to read it");
        }
    }

    @Test
    void repository_thatCannotBeRead_isSaidToBeThere() {
        for (String denied : new String[] {".reel", ".reel/repo"}) {
            Reel shut = Reel.in(DeniedFiles.in(folder, denied));
            for (String command : new String[] {"status", "log", "fsck", "repair", "key list"}) {
                Reel.Result result = shut.run(command.split(" "));

                assertThat(result.exit()).as(denied + " " + result.err()).isEqualTo(5);
                assertThat(result.err())
                        .contains(folder.resolve(denied).toString(), "permission denied", "hint: ")
                        .doesNotContain("not a reel repository", "not there", "reel init", "\tat ");
            }
        }
    }

    @Test
    void rm_ofIt_isRefused() {
        Reel.Result result = reel.run("rm", "b.mov");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(folder.resolve("b.mov")).exists();
        assertThat(reel.run("rm", "-r", ".").exit()).isEqualTo(5);
        assertThat(folder.resolve("b.mov")).exists();
    }
}
