package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.cli.screen.Surroundings;
import reel.testkit.RamFolder;
import reel.testkit.TreeSnapshot;

/// Transfers at the command line, to and from places that are no disk of this machine.
final class PlacesTest {
    private final Path folder;
    private final Reel reel;
    private final String host;

    PlacesTest(@TempDir(factory = RamFolder.class) Path folder) {
        this.folder = folder;
        this.reel = Reel.in(folder);
        this.host = folder.getFileName().toString();
    }

    private void film() throws IOException {
        Files.createDirectories(folder.resolve("film/shots/010"));
        Files.writeString(folder.resolve("film/a.mov"), "the first shot");
        Files.writeString(folder.resolve("film/shots/010/b.mov"), "the second shot, longer");
        Files.writeString(folder.resolve("film/100% done.txt"), "odd names, too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"twin", "bucket"})
    void tree_goesThereAndBack(String scheme) throws IOException {
        film();
        String there = scheme + "://" + host + "/film";

        reel.ok("copy", "film", there);
        assertThat(reel.ok("check", "film", there).told()).startsWith("No difference in 3 files");
        reel.ok("copy", there, "back");

        assertThat(folder.resolve("back/shots/010/b.mov")).hasContent("the second shot, longer");
        assertThat(folder.resolve("back/100% done.txt")).hasContent("odd names, too");
        assertThat(reel.ok("ls", there).out()).isEqualTo("100% done.txt\na.mov\nshots/\n");
        assertThat(reel.ok("size", "--bytes", there).out()).isEqualTo("51  3 files\n");
        assertThat(reel.ok("cat", there + "/a.mov").out()).isEqualTo("the first shot");
        assertThat(reel.ok("copy", "film", there).told()).startsWith("Nothing to copy, 3 the same");
    }

    @Test
    void sync_betweenTwoPlaces_deletesThere() throws IOException {
        film();
        reel.ok("remote", "add", "one", "twin://" + host);
        reel.ok("remote", "add", "two", "bucket://" + host);
        reel.ok("copy", "film", "one:film");
        reel.ok("copy", "film/a.mov", "two:film/old.mov");

        Reel.Result synced = reel.ok("sync", "--delete", "-v", "one:film", "two:film");

        assertThat(synced.out()).contains("old.mov").contains("shots/010/b.mov");
        assertThat(reel.ok("ls", "-R", "two:film").out())
                .doesNotContain("old.mov")
                .contains("shots/010/b.mov");
    }

    @Test
    void move_withinOnePlace_isARename() throws IOException {
        film();
        reel.ok("copy", "film", "twin://" + host + "/film");

        reel.ok("move", "twin://" + host + "/film", "twin://" + host + "/kept");

        assertThat(reel.ok("ls", "twin://" + host + "/kept").out()).contains("a.mov");
        assertThat(reel.run("cat", "twin://" + host + "/film/a.mov").exit()).isEqualTo(3);
        assertThat(reel.run("copy", "twin://" + host + "/kept", "twin://" + host + "/kept/in")
                        .exit())
                .isEqualTo(5);
    }

    @Test
    void move_toAnotherPlace_leavesNoFolderBehind() throws IOException {
        film();
        String there = "twin://" + host + "/film";

        reel.ok("move", "film", there);
        assertThat(folder.resolve("film")).doesNotExist();
        reel.ok("move", there, "back");
        assertThat(reel.run("ls", there).exit()).isEqualTo(3);
        reel.ok("move", "--exclude", "a.mov", "back", there);
        assertThat(folder.resolve("back")).isDirectoryContaining("glob:**/a.mov");
    }

    /// The film, at the root of the remote `disk`.
    private void filmOnARemote() throws IOException {
        film();
        Files.createDirectories(folder.resolve("disk"));
        reel.ok("remote", "add", "disk", "file://" + folder.resolve("disk"));
        reel.ok("copy", "film", "disk:");
    }

    @Test
    void move_ofAWholeRemote_leavesItsRoot() throws IOException {
        filmOnARemote();

        reel.ok("move", "disk:", "twin://" + host + "/film");

        assertThat(folder.resolve("disk")).isEmptyDirectory();
    }

    @Test
    void sources_ofOneName_areRefusedBeforeOneReplacesTheOther() throws IOException {
        film();
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("other/a.mov"), "another first shot");
        TreeSnapshot before = TreeSnapshot.of(folder);

        Reel.Result result = reel.run("move", "film/a.mov", "other/a.mov", "out/");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("other/a.mov: would arrive under the same name as", "film/a.mov", "hint: ");
        assertThat(TreeSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void backupFolder_withinTheSource_isRefused() throws IOException {
        film();
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/a.mov"), "an older first shot");

        for (String backup : new String[] {"film", "film/old"}) {
            Reel.Result result = reel.run("copy", "--backup-dir", backup, "film", "out");
            assertThat(result.exit()).isEqualTo(5);
            assertThat(result.err()).contains("lies inside the source");
        }
        assertThat(folder.resolve("film/a.mov")).hasContent("the first shot");
    }

    @Test
    void place_thatDoesNotAnswer_orIsNotThere_saysSo() throws IOException {
        film();

        Reel.Result nowhere = reel.run("copy", "film", "twin://nowhere/x");
        assertThat(nowhere.exit()).isEqualTo(3);
        assertThat(nowhere.err()).contains("nowhere", "hint: ");
        Reel.Result unknown = reel.run("ls", "tape://host/x");
        assertThat(unknown.exit()).isEqualTo(5);
        assertThat(unknown.err()).contains("tape://", "bucket", "file", "twin");
        reel.ok("remote", "add", "odd", "twin://" + host, "colour=red");
        assertThat(reel.run("ls", "odd:").err()).contains("colour", "no option");
    }

    @Test
    void login_ofEveryWay_opens_andIsSaidNowhere() throws IOException {
        film();
        Path file = Files.createFile(
                folder.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, TwinProvider.PASSWORD);
        reel.ok("remote", "add", "vault", "safe://film@" + host);
        List<Reel> ways = List.of(
                reel.with("REEL_SAFE_PASSWORD", TwinProvider.PASSWORD),
                reel.with("REEL_VAULT_PASSWORD", TwinProvider.PASSWORD),
                reel.with("REEL_VAULT_PASSWORD_FILE", file.toString()));

        StringBuilder said = new StringBuilder();
        for (Reel way : ways) {
            for (String[] line : new String[][] {
                {"copy", "film", "vault:film", "--json"},
                {"copy", "film", "vault:film", "-v", "--verbose"},
                {"ls", "-l", "vault:film"},
                {"remote", "test", "vault"},
                {"remote", "show", "vault"}
            }) {
                Reel.Result result = way.ok(line);
                said.append(result.out()).append(result.err());
            }
        }
        Reel.Result nobody = reel.run("ls", "vault:", "--verbose");
        assertThat(nobody.exit()).isEqualTo(5);
        Reel.Result wrong = reel.with("REEL_VAULT_PASSWORD", "wrong-" + TwinProvider.PASSWORD)
                .run("ls", "vault:", "--json");
        assertThat(wrong.exit()).isEqualTo(5);
        said.append(nobody.out()).append(nobody.err()).append(wrong.out()).append(wrong.err());

        assertThat(said.toString()).doesNotContain(TwinProvider.PASSWORD);
        Files.delete(file);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(each, StandardCharsets.ISO_8859_1))
                        .as(each.toString())
                        .doesNotContain(TwinProvider.PASSWORD);
            }
        }
    }

    @Test
    void prompt_asksWhoSitsThere() throws IOException {
        film();
        StringBuilder asked = new StringBuilder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                folder, folder, Map.of(), new ByteArrayInputStream(new byte[0]), out, out, true, true, 80, question -> {
                    asked.append(question);
                    return TwinProvider.PASSWORD.toCharArray();
                });

        int exit = Main.run(around, "copy", "film", "safe://film@" + host + "/film");

        assertThat(exit).isZero();
        assertThat(asked.toString()).contains("Password of safe://film@" + host);
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain(TwinProvider.PASSWORD);
    }

    @Test
    void delete_ofAWholeRemote_leavesItsRoot() throws IOException {
        filmOnARemote();

        reel.ok("delete", "-r", "disk:");

        assertThat(folder.resolve("disk")).isEmptyDirectory();
    }

    @Test
    void output_thatNobodyReads_endsTheTransfer() throws IOException {
        film();
        java.io.OutputStream gone = new java.io.OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Surroundings around = new Surroundings(
                folder, folder, Map.of(), new ByteArrayInputStream(new byte[0]), gone, gone, false, false, 80);

        assertThat(Main.run(around, "copy", "film", "twin://" + host + "/film", "-v"))
                .isEqualTo(141);
    }

    @Test
    void interruption_endsCleanly_andSaysHowToGoOn() throws Exception {
        Files.write(folder.resolve("big"), new byte[4 << 20]);
        CountDownLatch started = new CountDownLatch(1);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        // The first event is on its way out when the transfer begins.
        java.io.OutputStream out = new java.io.OutputStream() {
            @Override
            public void write(int b) {
                started.countDown();
            }
        };
        Surroundings around = new Surroundings(
                folder, folder, Map.of(), new ByteArrayInputStream(new byte[0]), out, err, false, false, 80);
        int[] exit = new int[1];
        Thread work = Thread.ofPlatform()
                .start(() -> exit[0] =
                        Main.run(around, "copy", "big", "twin://" + host + "/big", "--bwlimit", "64K", "--json"));

        started.await();
        work.interrupt();
        work.join();

        assertThat(exit[0]).isEqualTo(130);
        assertThat(reel.run("cat", "twin://" + host + "/big").exit()).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("interrupted");
        assertThat(reel.ok("copy", "big", "twin://" + host + "/big").err()).contains("Copied 1 file, 4.0 MiB");
    }
}
