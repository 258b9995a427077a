package reel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.app.branch.Tags;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.testkit.ByteNames;
import reel.testkit.RamFolder;

/// The checked-in repository of format 1 opens, is whole, restores and goes on.
final class FormatOneTest {
    private static final Path FIXTURE = Path.of("..", "fixtures", "repository-1");

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private @Nullable Desk desk;
    private List<String> expected = List.of();

    @BeforeEach
    void copyFixture() throws IOException {
        Path root = Objects.requireNonNull(temp).resolve("old");
        Desk.copy(FIXTURE.resolve("dot-reel"), root.resolve(".reel"));
        desk = Desk.at(root);
        expected = Files.readAllLines(FIXTURE.resolve("expected.txt"));
    }

    private Desk desk() {
        return Objects.requireNonNull(desk);
    }

    @Test
    void repository_ofFormat1_isWhole() throws IOException {
        assertThat(desk().fsck().problems()).isEmpty();
        assertThat(desk().fsck().commits()).isEqualTo(4);
        assertThat(desk().status().warning()).isNull();
        assertThat(desk().<Object>run(
                                workspace -> new Tags(workspace).list().keySet().toString()))
                .isEqualTo("[v1]");
    }

    @Test
    void repository_ofFormat1_listsAndReadsWhatItDid() throws IOException {
        assertThat(MakeRepository.listing(desk(), MakeRepository.commits(expected)))
                .isEqualTo(expected);
    }

    @Test
    void repository_ofFormat1_restoresEveryCommit() throws IOException {
        for (Hash commit : MakeRepository.commits(expected)) {
            desk().clear();
            desk().forceTo(commit.toString());
            int from = expected.indexOf("commit " + commit) + 1;
            List<String> wanted = expected.subList(from, expected.size()).stream()
                    .takeWhile(line -> !line.startsWith("commit "))
                    .toList();
            assertThat(onDisk()).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    /// The working folder in the words of the listing.
    private List<String> onDisk() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.walk(desk().root)) {
            for (Path path : all.filter(path -> !path.startsWith(desk().meta()) && !path.equals(desk().root))
                    .toList()) {
                String line = line(path);
                if (line != null) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private @Nullable String line(Path path) throws IOException {
        StringBuilder hex = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        for (Path at = path; !at.equals(desk().root); at = Objects.requireNonNull(at.getParent())) {
            byte[] name = ByteNames.of(at);
            hex.insert(0, (hex.isEmpty() ? "" : "2f")).insert(0, HexFormat.of().formatHex(name));
            shown.insert(0, shown.isEmpty() ? "" : "/").insert(0, ByteNames.show(name));
        }
        String end = " " + hex + " " + shown;
        if (Files.isSymbolicLink(path)) {
            return "link 0 "
                    + Blake3.hash(Files.readSymbolicLink(path).toString().getBytes()) + end;
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> children = Files.list(path)) {
                return children.findAny().isPresent() ? null : "folder 0 -" + end;
            }
        }
        return (Files.isExecutable(path) ? "program " : "file ")
                + Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS) + " "
                + Blake3.hash(Files.readAllBytes(path)) + end;
    }

    @Test
    void repository_ofFormat1_goesOn() throws IOException {
        desk().clear();
        desk().forceTo("main");
        desk().write("edit/notes.txt", new byte[] {7});
        desk().write("new/file", new byte[70_000]);
        Hash made = desk().addAndCommit("on top");
        assertThat(desk().status().status().isClean()).isTrue();
        desk().gc();
        assertThat(desk().fsck().problems()).isEmpty();
        assertThat(desk().files(made.toString())).hasSize(desk().files("v1").size() + 1);
        assertThat(MakeRepository.listing(desk(), MakeRepository.commits(expected)))
                .isEqualTo(expected);
    }
}
