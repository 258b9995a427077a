package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.testkit.Data;
import reel.testkit.RamFolder;
import reel.testkit.Seeded;
import reel.testkit.TreeSnapshot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Transfers at the command line, between folders of this machine.
final class TransferTest {
    private final Path folder;
    private final Reel reel;

    TransferTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        this.reel = Reel.in(folder);
    }

    private Path write(String name, String text) throws IOException {
        return Film.write(folder, name, text);
    }

    private void film() throws IOException {
        Film.make(folder);
    }

    private static List<JsonNode> events(Reel.Result result) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            events.add(new JsonMapper().readTree(line));
        }
        return events;
    }

    @ParameterizedTest
    @CsvSource({"film, out", "film/, out", "film, out/", "film/, out/", "./film/., out"})
    void folder_copied_isTheDestination_slashOrNot(String from, String to) throws IOException {
        film();

        Reel.Result first = reel.ok("copy", from, to);

        assertThat(TreeSnapshot.of(folder.resolve("out"))).isEqualTo(TreeSnapshot.of(folder.resolve("film")));
        assertThat(first.out()).isEmpty();
        assertThat(first.told()).startsWith("Copied 3 files, 42 B in ");
        assertThat(reel.ok("copy", from, to).told()).startsWith("Nothing to copy, 3 the same");
        assertThat(reel.ok("copy", from, to, "--quiet").err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "film/a.mov, there, there/a.mov",
        "film/a.mov, there/, there/a.mov",
        "film/a.mov, new/, new/a.mov",
        "film/a.mov, new, new",
        "film/a.mov, ., a.mov",
        "film/a.mov, there/x.mov, there/x.mov",
        "film/a.mov, deep/er/x.mov, deep/er/x.mov"
    })
    void file_copied_arrivesAsWithCp(String from, String to, String arrived) throws IOException {
        film();
        Files.createDirectories(folder.resolve("there"));

        reel.ok("copy", from, to);

        assertThat(folder.resolve(arrived)).hasContent("the first shot");
    }

    @Test
    void sources_several_goIntoTheFolderUnderTheirNames() throws IOException {
        film();
        write("other/c.mov", "third");

        reel.ok("copy", "film", "other/", "film/a.mov", "out");

        assertThat(folder.resolve("out/film/shots/010/b.mov")).exists();
        assertThat(folder.resolve("out/other/c.mov")).hasContent("third");
        assertThat(folder.resolve("out/a.mov")).hasContent("the first shot");
    }

    @Test
    void destination_thatIsAFile_isRefusedForAFolder() throws IOException {
        film();
        write("file", "x");

        for (String[] line : new String[][] {
            {"copy", "film", "file"}, {"copy", "film/a.mov", "file/"}, {"copy", "film", "film/a.mov", "file"}
        }) {
            Reel.Result result = reel.run(line);
            assertThat(result.exit()).as(String.join(" ", line)).isEqualTo(5);
            assertThat(result.err()).contains("is a file");
        }
        assertThat(folder.resolve("file")).hasContent("x");
    }

    @Test
    void sync_withABackupFolder_keepsWhatWouldGo() throws IOException {
        film();
        write("out/old.mov", "old");
        write("out/a.mov", "an older first shot");

        reel.ok("sync", "--delete", "--backup-dir", "kept/monday", "film", "out");

        assertThat(folder.resolve("kept/monday/old.mov")).hasContent("old");
        assertThat(folder.resolve("kept/monday/a.mov")).hasContent("an older first shot");
        assertThat(folder.resolve("out/a.mov")).hasContent("the first shot");
        Reel.Result inside = reel.run("sync", "--delete", "--backup-dir", "out/kept", "film", "out");
        assertThat(inside.exit()).isEqualTo(5);
    }

    @Test
    void move_leavesNothingBehind() throws IOException {
        film();
        TreeSnapshot before = TreeSnapshot.of(folder.resolve("film"));

        Reel.Result dry = reel.ok("move", "--dry-run", "film", "out");
        assertThat(dry.out()).contains("a.mov");
        assertThat(TreeSnapshot.of(folder.resolve("film"))).isEqualTo(before);
        assertThat(reel.ok("move", "film", "out").told()).startsWith("Moved 3 files");

        assertThat(TreeSnapshot.of(folder.resolve("out"))).isEqualTo(before);
        assertThat(folder.resolve("film")).doesNotExist();
        reel.ok("move", "--include", "*.txt", "out", "back");
        assertThat(folder.resolve("back/notes.txt")).exists();
        assertThat(folder.resolve("out/a.mov")).exists();
    }

    @Test
    void check_tellsEveryDifference_andEndsWithOne() throws IOException {
        film();
        reel.ok("copy", "film", "out");
        assertThat(reel.ok("check", "film", "out").told()).startsWith("No difference in 3 files");

        write("out/a.mov", "the worst shot");
        write("out/extra", "x");
        Files.delete(folder.resolve("out/notes.txt"));
        Reel.Result result = reel.run("check", "--checksum", "film", "out");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out().lines())
                .containsExactlyInAnyOrder("content  a.mov", "extra    extra", "missing  notes.txt");
        assertThat(result.err()).contains("3 differences, 1 file the same");
        assertThat(reel.run("check", "--checksum", "film", "out", "--json").exit())
                .isEqualTo(1);
    }

    @Test
    void filters_decideInTheOrderOfTheLine() throws IOException {
        film();
        write("film/b.txt", "x");

        reel.ok("copy", "--include", "notes.txt", "--exclude", "*.txt", "film", "one");
        reel.ok("copy", "--exclude", "*.txt", "--include", "notes.txt", "film", "two");
        reel.ok("copy", "-f", "- shots/", "-f", "+ *.mov", "-f", "- *", "film", "three");
        write("rules", "# remark\n+ *.mov\n+ */\n- *\n");
        reel.ok("copy", "--filter-from", "rules", "film", "four");
        write("list", "./notes.txt\n/shots/010/b.mov\n");
        reel.ok("copy", "--files-from", "list", "film", "five");

        assertThat(folder.resolve("one/notes.txt")).exists();
        assertThat(folder.resolve("one/b.txt")).doesNotExist();
        assertThat(folder.resolve("two/notes.txt")).doesNotExist();
        assertThat(folder.resolve("three/a.mov")).exists();
        assertThat(folder.resolve("three/shots")).doesNotExist();
        assertThat(folder.resolve("three/notes.txt")).doesNotExist();
        assertThat(folder.resolve("four/shots/010/b.mov")).exists();
        assertThat(folder.resolve("four/b.txt")).doesNotExist();
        assertThat(folder.resolve("five/shots/010/b.mov")).exists();
        assertThat(folder.resolve("five/a.mov")).doesNotExist();
    }

    @Test
    void sizesAndAges_leaveOut() throws IOException {
        film();
        Files.setLastModifiedTime(folder.resolve("film/notes.txt"), FileTime.from(Instant.now()));

        reel.ok("copy", "--min-size", "10", "--max-size", "20B", "film", "one");
        reel.ok("copy", "--max-age", "2h", "film", "two");
        reel.ok("copy", "--min-age", "2h", "film", "three");

        assertThat(folder.resolve("one/a.mov")).exists();
        assertThat(folder.resolve("one/notes.txt")).doesNotExist();
        assertThat(folder.resolve("one/shots/010/b.mov")).doesNotExist();
        assertThat(folder.resolve("two/notes.txt")).exists();
        assertThat(folder.resolve("two/a.mov")).doesNotExist();
        assertThat(folder.resolve("three/a.mov")).exists();
        assertThat(folder.resolve("three/notes.txt")).doesNotExist();
    }

    @Test
    void verbose_tellsEachFile_andQuietNone() throws IOException {
        film();

        Reel.Result told = reel.ok("copy", "-v", "film", "out");
        assertThat(told.out().lines())
                .anyMatch(
                        line -> line.startsWith("copied") && line.contains("shots/010/b.mov") && line.endsWith("23 B"));
        assertThat(reel.ok("copy", "-q", "film", "out2").out()).isEmpty();
    }

    @Test
    void json_isAStreamOfEvents_thatEndsWithTheReport() throws IOException {
        film();

        List<JsonNode> events = events(reel.ok("copy", "film", "out", "--json"));

        assertThat(events.getFirst().path("event").asString()).isEqualTo("start");
        assertThat(events.getFirst().path("destination").asString())
                .isEqualTo(folder.resolve("out").toString());
        assertThat(events)
                .anyMatch(event -> event.path("event").asString().equals("copied")
                        && event.path("path").asString().equals("a.mov")
                        && event.path("bytes").asLong() == 14);
        JsonNode report = events.getLast();
        assertThat(report.path("event").asString()).isEqualTo("report");
        assertThat(report.path("files").asLong()).isEqualTo(3);
        assertThat(report.path("bytes").asLong()).isEqualTo(42);
        assertThat(report.path("complete").asBoolean()).isTrue();
        assertThat(report.path("failures").size()).isZero();
    }

    @Test
    void failure_ofSomeFiles_endsWithOne_andSaysWhichAndWhatToDo() throws IOException {
        film();
        Files.createDirectories(folder.resolve("out/a.mov"));
        write("out/a.mov/inside", "x");

        Reel.Result result = reel.run("copy", "film", "out");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("failed: ", "a.mov", "hint: ", "1 failed")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("out/notes.txt")).exists();
        List<JsonNode> events = events(reel.run("copy", "film", "out", "--json"));
        assertThat(events).anyMatch(event -> event.path("event").asString().equals("failed"));
        assertThat(events.getLast().at("/failures/0/path").asString()).isEqualTo("a.mov");
        assertThat(events.getLast().at("/failures/0/kind").asString()).isEqualTo("conflict");
    }

    @Test
    void source_thatIsNotThere_isMissing() {
        Reel.Result result = reel.run("copy", "nothing", "out");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains(folder.resolve("nothing").toString());
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void destination_insideTheSource_isRefused() throws IOException {
        film();

        Reel.Result result = reel.run("copy", "film", "film/shots/copy");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("lies inside the source");
        assertThat(reel.run("copy", "film", "film").exit()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "copy ftp://host/x out, 5, ftp://",
        "copy tape:x out, 3, remote 'tape'",
        "copy sftp://a:hunter2@host/x out, 5, has a password",
        "copy film, 2, say what to copy and where to",
        "copy film out --bwlimit fast, 2, --bwlimit",
        "copy film out --bwlimit 0, 2, nothing would ever arrive",
        "copy film out --transfers 999, 2, --transfers",
        "copy film out --checksum --size-only, 2, do not go together",
        "copy film out --compress lz4, 2, --compress",
        "copy film out --max-size many, 2, --max-size",
        "copy film out --filter x, 5, is no rule",
        "copy film out --filter-from none, 3, none",
        "copy film out --files-from film, 5, film: is a folder",
        "copy film out --encrypt, 10, passphrase",
        "copy film out --delete, 2, --delete",
        "sync film out --files-from list, 3, list",
        "delete film, 5, --recursive",
        "delete -r film --files-from film/notes.txt, 5, says nothing of what to delete",
        "ls nothing, 3, nothing",
        "cat film, 5, is no file"
    })
    void line_thatCannotBe_isRefusedWithAWayOut(String line, int exit, String words) throws IOException {
        film();

        Reel.Result result = reel.run(line.split(" "));

        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        assertThat(result.err()).contains(words).contains("hint: ").doesNotContain("hunter2", "\tat ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void delete_takesFilesAtOnce_andTreesWhenTold() throws IOException {
        film();

        reel.ok("delete", "film/notes.txt");
        assertThat(folder.resolve("film/notes.txt")).doesNotExist();
        assertThat(reel.run("delete", "film").exit()).isEqualTo(5);
        Reel.Result dry = reel.ok("delete", "-r", "-n", "film");
        assertThat(dry.out()).contains("would delete", "a.mov");
        assertThat(folder.resolve("film/a.mov")).exists();
        reel.ok("delete", "-r", "--exclude", "b.mov", "film");
        assertThat(folder.resolve("film/a.mov")).doesNotExist();
        assertThat(folder.resolve("film/shots/010/b.mov")).exists();
        reel.ok("delete", "-r", "film");
        assertThat(folder.resolve("film")).doesNotExist();
    }

    @Test
    void listings_tellWhatIsThere() throws IOException {
        film();

        assertThat(reel.ok("ls", "film").out()).isEqualTo("a.mov\nempty/\nnotes.txt\nshots/\n");
        assertThat(reel.ok("ls", "-R", "film").out())
                .isEqualTo("a.mov\nempty/\nnotes.txt\nshots/\nshots/010/\nshots/010/b.mov\n");
        assertThat(reel.ok("ls", "-l", "film/a.mov").out()).contains("14 B").endsWith("a.mov\n");
        assertThat(reel.ok("tree", "film").out()).isEqualTo("""
                film
                ├── a.mov
                ├── empty/
                ├── notes.txt
                └── shots/
                    └── 010/
                        └── b.mov
                """);
        assertThat(reel.ok("tree", "-L", "1", "-d", "film").out())
                .contains("shots/")
                .doesNotContain("010", "a.mov");
        assertThat(reel.ok("size", "film").out()).isEqualTo("42 B  3 files\n");
        assertThat(reel.ok("size", "--bytes", "film", "film/a.mov").out())
                .isEqualTo("42  3 files  film\n14  1 file  film/a.mov\n");
        JsonNode listed = reel.json("ls", "-R", "film").at("/places/0/entries");
        assertThat(listed.size()).isEqualTo(6);
        assertThat(listed.path(5).path("size").asLong()).isEqualTo(23);
        assertThat(listed.path(5).path("modified").asString()).isEqualTo("2026-01-31T12:30:00Z");
        assertThat(reel.json("tree", "film").path("files").asLong()).isEqualTo(3);
        assertThat(reel.json("size", "film").at("/places/0/bytes").asLong()).isEqualTo(42);
    }

    @Test
    void mkdir_makesFoldersAndThoseAbove() throws IOException {
        write("file", "x");

        reel.ok("mkdir", "a/b/c", "a/b/c");

        assertThat(folder.resolve("a/b/c")).isDirectory();
        assertThat(reel.run("mkdir", "file").exit()).isEqualTo(6);
    }

    @Test
    void cat_insideARepository_isAVersion_andOutsideAFile() throws IOException {
        write("plain.txt", "outside");
        assertThat(reel.ok("cat", "plain.txt").out()).isEqualTo("outside");
        reel.ok("init");
        reel.ok("commit", "-A", "-m", "first");
        write("plain.txt", "changed since");

        assertThat(reel.ok("cat", "plain.txt").out()).isEqualTo("outside");
        assertThat(reel.ok("cat", "HEAD:plain.txt").out()).isEqualTo("outside");
        assertThat(reel.ok("cat", "file://" + folder.resolve("plain.txt")).out())
                .isEqualTo("changed since");
        reel.ok("remote", "add", "disk", "file://" + folder);
        assertThat(reel.ok("cat", "disk:plain.txt").out()).isEqualTo("changed since");
        reel.ok("branch", "disk");
        Reel.Result both = reel.run("cat", "disk:plain.txt");
        assertThat(both.exit()).isEqualTo(5);
        assertThat(both.err()).contains("is a remote and a revision");
    }

    @ParameterizedTest
    @CsvSource({"--compress zstd", "--encrypt", "--compress zstd:5 --encrypt"})
    void container_ofATreeOrAFile_comesBack(String how) throws IOException {
        film();
        write("passphrase", "open sesame\n");
        write("other", "open barley\n");
        for (String file : List.of("passphrase", "other")) {
            Files.setPosixFilePermissions(folder.resolve(file), PosixFilePermissions.fromString("rw-------"));
        }
        Reel knowing =
                reel.with("REEL_PASSPHRASE_FILE", folder.resolve("passphrase").toString());
        boolean sealed = how.contains("--encrypt");
        Reel back = sealed ? knowing : reel;

        knowing.ok(("copy " + how + " film box").split(" "));
        knowing.ok(("copy " + how + " film/a.mov one/").split(" "));
        knowing.ok(("copy " + how + " film/a.mov named.sealed").split(" "));
        back.ok("copy", "--decrypt", "box", "back");
        back.ok("copy", "--decrypt", "one/a.mov.reelbox", "lone/");
        back.ok("copy", "--decrypt", "one", "ones");
        back.ok("copy", "--decrypt", "named.sealed", "named.mov");

        assertThat(folder.resolve("box/shots/010/b.mov.reelbox")).exists();
        assertThat(TreeSnapshot.of(folder.resolve("back"))).isEqualTo(TreeSnapshot.of(folder.resolve("film")));
        for (String file : List.of("lone/a.mov", "ones/a.mov", "named.mov")) {
            assertThat(folder.resolve(file)).as(file).hasContent("the first shot");
        }
        assertThat(knowing.ok(("copy " + how + " film box").split(" ")).told()).startsWith("Nothing to copy");
        Reel.Result noContainer = back.run("copy", "--decrypt", "film/a.mov", "lone/");
        assertThat(noContainer.exit()).isEqualTo(5);
        assertThat(noContainer.err()).contains("is no container", "hint: ");
        if (sealed) {
            Reel wrong =
                    reel.with("REEL_PASSPHRASE_FILE", folder.resolve("other").toString());
            assertThat(wrong.run("copy", "--decrypt", "box", "never").err()).contains("with another passphrase");
            assertThat(reel.run("copy", "--decrypt", "box", "never").exit()).isEqualTo(10);
            assertThat(folder.resolve("never/a.mov")).doesNotExist();
        }
    }

    @Test
    void decrypt_ofATreeWithoutContainers_saysOnlyThat() throws IOException {
        film();

        Reel.Result result = reel.run("copy", "--decrypt", "film", "back");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("3 failed", "is no container").doesNotContain("listed completely");
    }

    @Test
    void container_thatIsDamaged_isTold_andNothingOfItArrives() throws IOException {
        film();
        reel.ok("copy", "--compress", "zstd", "film", "box");
        byte[] bytes = Files.readAllBytes(folder.resolve("box/a.mov.reelbox"));
        bytes[bytes.length - 20] ^= 1;
        Files.write(folder.resolve("box/a.mov.reelbox"), bytes);
        byte[] other = Files.readAllBytes(folder.resolve("box/notes.txt.reelbox"));
        Files.write(folder.resolve("box/notes.txt.reelbox"), Arrays.copyOf(other, other.length - 9));

        Reel.Result result = reel.run("copy", "--decrypt", "box", "back");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("2 failed", "box/a.mov.reelbox", "box/notes.txt.reelbox", "hint: ");
        assertThat(folder.resolve("back/a.mov")).doesNotExist();
        assertThat(folder.resolve("back/notes.txt")).doesNotExist();
        assertThat(folder.resolve("back/shots/010/b.mov")).hasContent("the second shot, longer");
    }

    @Test
    void journals_thatCannotBeKept_stopNothing() throws IOException {
        film();
        write("state", "a file where the folder would be");

        Reel.Result result =
                reel.with("REEL_STATE_DIR", folder.resolve("state").toString()).ok("copy", "film", "out");

        assertThat(result.err()).contains("nothing can be noted in").contains("Copied 3 files");
    }

    @Test
    @Seeded
    void largeFile_copied_isTheSame(RandomGenerator random) throws IOException {
        byte[] bytes = Data.NOISE.bytes(random, 9_000_001);
        Files.write(folder.resolve("big"), bytes);

        reel.ok("copy", "big", "out/", "--verify", "--memory", "low");

        assertThat(Files.readAllBytes(folder.resolve("out/big"))).isEqualTo(bytes);
        assertThat(reel.ok("cat", "out/big").bytes()).isEqualTo(bytes);
    }
}
