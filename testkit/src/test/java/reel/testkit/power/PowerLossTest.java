package reel.testkit.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.testkit.RamFolder;
import reel.testkit.Seed;
import reel.testkit.Seeded;

/// Ways to write a file that are known to be right must pass, and each known mistake must be found.
@Seeded
final class PowerLossTest {
    private static final String OLD = "old".repeat(3000);
    private static final String NEW = "new".repeat(3000);

    @TempDir(factory = RamFolder.class)
    @Nullable
    Path temp;

    private Path work = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        work = java.util.Objects.requireNonNull(temp).resolve("work");
        Files.createDirectories(work.resolve("sub"));
        Files.writeString(work.resolve("file"), OLD);
    }

    private PowerLoss thorough(Seed seed) {
        return PowerLoss.thorough(java.util.Objects.requireNonNull(temp), seed);
    }

    private static void write(Path file, String text, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            if (force) {
                channel.force(false);
            }
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void replace(Path folder, boolean forceFile, boolean forceFolder) throws IOException {
        write(folder.resolve("fresh"), NEW, forceFile);
        Files.move(folder.resolve("fresh"), folder.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
        if (forceFolder) {
            force(folder);
        }
    }

    /// All that a replaced file may be: old or new, and new once said.
    private static void oldOrNew(PowerLoss.Left left) throws IOException {
        String text = Files.readString(left.folder().resolve("file"));
        assertThat(text).isIn(OLD, NEW);
        if (left.said().contains("replaced")) {
            assertThat(text).isEqualTo(NEW);
        }
    }

    @Test
    void replacing_withEveryForce_isOldOrNewAndNewOnceSaid(Seed seed) throws Exception {
        Set<String> met = new TreeSet<>();
        PowerLoss.Explored explored = thorough(seed)
                .explore(
                        Recording.of(work, (folder, said) -> {
                            replace(folder, true, true);
                            said.accept("replaced");
                        }),
                        left -> {
                            oldOrNew(left);
                            met.add(Files.readString(left.folder().resolve("file")));
                        });
        assertThat(met).containsExactlyInAnyOrder(OLD, NEW);
        assertThat(explored.checked()).isEqualTo(explored.disks()).isGreaterThan(5);
    }

    @Test
    void replacing_withoutForcingTheFile_isFound(Seed seed) throws Exception {
        Recording recording = Recording.of(work, (folder, said) -> replace(folder, false, true));
        assertThatThrownBy(() -> thorough(seed).explore(recording, PowerLossTest::oldOrNew))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("power lost after event");
    }

    @Test
    void replacing_withoutForcingTheFolder_isFoundOnceItIsSaid(Seed seed) throws Exception {
        Recording unsaid = Recording.of(work, (folder, said) -> replace(folder, true, false));
        thorough(seed).explore(unsaid, PowerLossTest::oldOrNew);
        Files.writeString(work.resolve("file"), OLD);
        Recording recording = Recording.of(work, (folder, said) -> {
            replace(folder, true, false);
            said.accept("replaced");
        });
        assertThatThrownBy(() -> thorough(seed).explore(recording, PowerLossTest::oldOrNew))
                .hasMessageContaining("FORCED_ONLY");
    }

    @Test
    void deafDisk_losesWhatWasForced(Seed seed) throws Exception {
        Recording recording = Recording.of(work, (folder, said) -> {
            replace(folder, true, true);
            said.accept("replaced");
        });
        for (Recording.Force ignored : Recording.Force.values()) {
            assertThatThrownBy(() -> thorough(seed).explore(recording.deafTo(ignored), PowerLossTest::oldOrNew))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void writingInPlace_mayBeTorn(Seed seed) throws Exception {
        Set<String> met = new TreeSet<>();
        Recording recording = Recording.of(work, (folder, said) -> write(folder.resolve("file"), NEW, true));
        new PowerLoss(java.util.Objects.requireNonNull(temp), seed, 50, Integer.MAX_VALUE)
                .explore(
                        recording,
                        left -> met.add(Files.readString(left.folder().resolve("file"))));
        assertThat(met.containsAll(Set.of(OLD, NEW))).isTrue();
        assertThat(met.stream().anyMatch(text -> text.contains("old") && text.contains("new")))
                .isTrue();
    }

    @Test
    void newFolder_whoseOwnNameWasNotForced_mayBeGoneWithAllInIt(Seed seed) throws Exception {
        Recording recording = Recording.of(work, (folder, said) -> {
            Path made = Files.createDirectory(folder.resolve("made"));
            write(made.resolve("inside"), NEW, true);
            force(made);
        });
        Set<Boolean> there = new TreeSet<>();
        thorough(seed).explore(recording, left -> {
            if (left.isEnd()) {
                there.add(Files.exists(left.folder().resolve("made/inside")));
            }
        });
        assertThat(there).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void fileMovedToAnotherFolder_mayHaveBothNamesNeverNone(Seed seed) throws Exception {
        Recording recording = Recording.of(work, (folder, said) -> {
            Files.move(folder.resolve("file"), folder.resolve("sub/file"), StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        });
        Set<String> met = new TreeSet<>();
        thorough(seed).explore(recording, left -> {
            Map<String, Boolean> names = new TreeMap<>();
            for (String name : new String[] {"file", "sub/file"}) {
                names.put(name, Files.exists(left.folder().resolve(name)));
            }
            assertThat(names).containsValue(true);
            met.add(left.isEnd() + " " + names);
        });
        assertThat(met)
                .contains("false {file=true, sub/file=true}")
                .contains("true {file=false, sub/file=true}")
                .doesNotContain("true {file=true, sub/file=false}");
    }

    @Test
    void folderMoved_isInOnePlace(Seed seed) throws Exception {
        Files.writeString(work.resolve("sub/inside"), NEW);
        Recording recording = Recording.of(
                work,
                (folder, said) ->
                        Files.move(folder.resolve("sub"), folder.resolve("place"), StandardCopyOption.ATOMIC_MOVE));
        thorough(seed).explore(recording, left -> {
            try (Stream<Path> all = Files.walk(left.plain())) {
                assertThat(all.filter(path -> path.endsWith("inside"))).hasSize(1);
            }
        });
    }

    @Test
    void linkedFile_hasItsBytesUnderItsNewNameOnceForced(Seed seed) throws Exception {
        Recording recording = Recording.of(work, (folder, said) -> {
            write(folder.resolve("fresh"), NEW, true);
            Files.createLink(folder.resolve("sub/linked"), folder.resolve("fresh"));
            force(folder.resolve("sub"));
            said.accept("linked");
            Files.delete(folder.resolve("fresh"));
        });
        thorough(seed).explore(recording, left -> {
            Path linked = left.folder().resolve("sub/linked");
            if (left.said().contains("linked") || Files.exists(linked)) {
                assertThat(Files.readString(linked)).isEqualTo(NEW);
            }
        });
    }

    @Test
    void bytesThatWereNotForced_mayHideBehindWhatAFileToldBefore(Seed seed) throws Exception {
        String[] told = {""};
        Recording recording = Recording.of(work, (folder, said) -> {
            write(folder.resolve("file"), NEW, false);
            told[0] = identity(folder.resolve("file"));
        });
        boolean[] hidden = {false};
        thorough(seed).explore(recording, left -> {
            boolean wrong = !Files.readString(left.folder().resolve("file")).equals(NEW);
            boolean sameStat = identity(left.folder().resolve("file")).equals(told[0]);
            hidden[0] |= left.isEnd() && wrong && sameStat;
            Files.writeString(left.folder().resolve("file"), "changed");
            assertThat(identity(left.folder().resolve("file"))).isNotEqualTo(told[0]);
        });
        assertThat(hidden[0]).isTrue();
    }

    private static String identity(Path file) throws IOException {
        return Files.readAttributes(file, "unix:ino,ctime,lastModifiedTime,size")
                .toString();
    }

    @Test
    void whatCannotBeRecorded_isRefused() throws Exception {
        Recording.of(work, (folder, said) -> {
            assertThatThrownBy(() -> Files.copy(folder.resolve("file"), folder.resolve("copy")))
                    .isInstanceOf(UnsupportedOperationException.class);
            try (FileChannel channel =
                    FileChannel.open(folder.resolve("file"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                assertThatThrownBy(() -> channel.map(FileChannel.MapMode.READ_WRITE, 0, 10))
                        .isInstanceOf(UnsupportedOperationException.class);
            }
        });
    }
}
