package reel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;

final class LocalBackendTest extends BackendContract {
    @TempDir
    Path folder = Path.of("unset");

    @Override
    protected Backend create() throws IOException {
        return LocalBackend.create(folder.resolve("repo"));
    }

    /// Where the file system has no hard links.
    @Nested
    final class WithoutLinks extends BackendContract {
        @Override
        protected Backend create() throws IOException {
            return LocalBackend.open(Files.createDirectory(folder.resolve("linkless")), false, false);
        }
    }

    private Path root() {
        return folder.resolve("repo");
    }

    private List<String> files(String below) throws IOException {
        try (Stream<Path> all = Files.walk(root().resolve(below))) {
            return all.filter(Files::isRegularFile)
                    .map(path -> root().relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void open_ofNothing_isMissing_ofFile_isRefused() throws IOException {
        assertThatThrownBy(() -> LocalBackend.open(folder.resolve("nothing"))).isInstanceOf(Missing.class);
        Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> LocalBackend.open(folder.resolve("file"))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> LocalBackend.create(folder.resolve("file/below")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void create_ofDeepFolder_makesItAll_andExistingOneIsOpened() throws IOException {
        try (LocalBackend deep = LocalBackend.create(folder.resolve("x/y/z"))) {
            deep.write(handle("a"), text("1"));
        }
        try (LocalBackend again = LocalBackend.create(folder.resolve("x/y/z"))) {
            assertThat(again.stat(handle("a")).size()).isEqualTo(1);
        }
    }

    @Test
    void reading_leavesNoTrace() throws IOException {
        Files.writeString(root().resolve("a"), "by hand");
        assertThat(readText("a")).isEqualTo("by hand");
        assertThat(list("")).containsExactly("a");
        assertThat(files("")).containsExactly("a");
    }

    @Test
    void close_removesItsTemporaryFolder_andEndsWriting() throws IOException {
        backend.write(handle("a"), text("x"));
        assertThat(files("tmp")).hasSize(1);
        backend.close();
        assertThat(files("tmp")).isEmpty();
        assertThat(readText("a")).isEqualTo("x");
        assertThatThrownBy(() -> backend.write(handle("b"), text("y"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secondBackendOfThisProcess_leavesTheFirstOnesSpoolsAlone() throws IOException {
        try (Spooling.Spool spool = spooling().spool("x")) {
            spool.append(MemorySegment.ofArray(noise(1 << 20, 1)));
            try (LocalBackend second = LocalBackend.open(root())) {
                second.write(handle("b"), text("y"));
            }
            spool.publish(handle("a"));
        }
        assertThat(readAll(handle("a"))).isEqualTo(noise(1 << 20, 1));
    }

    @Test
    void folderTidiedAwayMeanwhile_isMadeAgain() throws IOException {
        backend.write(handle("packs/ab/1"), text("1"));
        backend.delete(handle("packs/ab/1"));
        Files.delete(root().resolve("packs/ab"));
        Files.delete(root().resolve("packs"));
        backend.write(handle("packs/ab/2"), text("2"));
        backend.delete(handle("packs/ab/2"));
        Files.delete(root().resolve("packs/ab"));
        backend.createNew(handle("packs/ab/3"), text("3"));
        assertThat(list("")).containsExactly("packs/ab/3");
    }

    @Test
    void writeOfAnObjectCutShort_restoresIt() throws IOException {
        backend.write(handle("a"), text("whole"));
        Files.writeString(root().resolve("a"), "who");
        backend.write(handle("a"), text("whole"));
        assertThat(readText("a")).isEqualTo("whole");
    }

    @Test
    void list_stepsOverWhatAreNotObjects() throws IOException {
        backend.write(handle("a/b"), text("x"));
        Files.writeString(root().resolve("back\\slash"), "no handle");
        Files.createDirectories(root().resolve("empty/folder"));
        Files.createSymbolicLink(root().resolve("a/loop"), Path.of("."));
        Files.createSymbolicLink(root().resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(root().resolve("up"), Path.of(".."));
        assertThat(list("a/")).containsExactly("a/b");
        assertThat(list("")).contains("a/b").doesNotContain("dangling", "back\\slash");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void list_ofAFolderLargerThanItsMemory_isCompleteAndAscending(int maxNames) throws IOException {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            paths.add("f" + i);
            paths.add("d" + i % 5 + "/g" + i);
            paths.add("d" + i % 5 + "." + i);
        }
        for (String path : paths) {
            backend.write(handle(path), text(path));
        }
        paths.sort(null);
        List<String> told = new ArrayList<>();
        new FolderListing("", stat -> told.add(stat.handle().path()), maxNames).tell(root(), "");
        assertThat(told).isEqualTo(paths);
    }

    @Test
    void caseFoldingFolder_takesLowerCaseOnly() throws IOException {
        try (LocalBackend folding = LocalBackend.open(root(), true, true)) {
            folding.write(handle("packs/ab-0.pack_"), text("x"));
            assertThatThrownBy(() -> folding.write(handle("Packs/ab"), text("x")))
                    .isInstanceOf(Refused.class);
            assertThatThrownBy(() -> folding.write(handle("\u00e9"), text("x"))).isInstanceOf(Refused.class);
        }
        try (LocalBackend plain = LocalBackend.open(root())) {
            plain.write(handle("Packs/AB"), text("upper"));
            plain.write(handle("packs/ab"), text("lower"));
            assertThat(readText("Packs/AB")).isEqualTo("upper");
        }
    }

    @Test
    void nameTooLongForTheFileSystem_isRefused() {
        assertThatThrownBy(() -> backend.write(handle("x".repeat(300)), text("x")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> backend.createNew(handle("x".repeat(300)), text("x")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void fileThatShrinksWhileRead_isCorrupt_notShort() throws IOException {
        backend.write(handle("a"), Source.of(noise(100, 1)));
        Files.write(root().resolve("a"), new byte[50]);
        assertThatThrownBy(() -> backend.read(handle("a"), 0, MemorySegment.ofArray(new byte[100])))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("a: damaged at byte 50");
    }
}
