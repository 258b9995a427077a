package reel.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Files of a human size, a sign on every room's door, nothing left lying about.
final class TidyTest {
    private static final int MAX_LINES = 500;

    /// Files that may be longer, each with its reason.
    private static final Map<String, String> LONG_FOR_A_REASON = Map.of(
            "backend/src/test/java/reel/backend/BackendContract.java",
            "one contract, one suite: every backend inherits all of it, and a reader sees the contract in one place");

    private static final Path ROOT = root();

    @Test
    void sources_stayUnderTheLimit() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources("")) {
            long lines;
            try (Stream<String> all = Files.lines(file)) {
                lines = all.count();
            }
            String name = ROOT.relativize(file).toString();
            if (lines > MAX_LINES && !LONG_FOR_A_REASON.containsKey(name)) {
                tooLong.add(name + ": " + lines + " lines, at most " + MAX_LINES + " or a written reason");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void packages_haveTheirRoomSign() throws IOException {
        List<String> bare = new ArrayList<>();
        int seen = 0;
        for (Path folder : sources("src/main/java").stream()
                .map(Path::getParent)
                .distinct()
                .toList()) {
            seen++;
            Path sign = folder.resolve("package-info.java");
            String text = Files.exists(sign) ? Files.readString(sign) : "";
            for (String part :
                    List.of("/// In:", "Out:", "/// Knows:", "Must not know:", "/// Start at ", "@NullMarked")) {
                if (!text.contains(part)) {
                    bare.add(ROOT.relativize(folder) + ": no '" + part + "' in package-info.java");
                }
            }
        }
        assertThat(seen).isGreaterThan(8);
        assertThat(bare).isEmpty();
    }

    @Test
    void sources_carryNoUnfinishedMarks() throws IOException {
        List<String> marks = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            String text = Files.readString(file);
            for (String mark : List.of("TO" + "DO", "FIX" + "ME", "XX" + "X", "UnsupportedOperation" + "Exception()")) {
                if (text.contains(mark)) {
                    marks.add(ROOT.relativize(file) + ": " + mark);
                }
            }
        }
        assertThat(marks).isEmpty();
    }

    private static List<Path> sources(String under) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path room : rooms()) {
            Path start = under.isEmpty() ? room.resolve("src") : room.resolve(under);
            if (Files.isDirectory(start)) {
                try (Stream<Path> files = Files.walk(start)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                }
            }
        }
        return found;
    }

    /// Every module with sources, the plugins below `backends` too.
    private static List<Path> rooms() throws IOException {
        List<Path> rooms = new ArrayList<>();
        for (Path above : List.of(ROOT, ROOT.resolve("backends"))) {
            try (Stream<Path> folders = Files.list(above)) {
                folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                        .forEach(rooms::add);
            }
        }
        return rooms;
    }

    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("ARCHITECTURE.md"))) {
                return at;
            }
        }
        throw new UncheckedIOException(
                new IOException("no ARCHITECTURE.md above " + Path.of("").toAbsolutePath()));
    }
}
