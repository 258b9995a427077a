package reel.backend.place.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.backend.place.Logins;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.Places;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.ByteNames;

final class LocalPlaceTest {
    private static final int MIB = 1 << 20;
    private static final Instant TIME = Instant.parse("2019-03-04T05:06:07.123456789Z");

    @TempDir
    Path folder = Path.of("unset");

    private final MemoryBudget memory = MemoryBudget.tracked(4 << 20);

    private LocalPlace place() {
        return LocalPlace.open(folder.resolve("root"), memory);
    }

    private Path inRoot(String path) throws IOException {
        Path file = folder.resolve("root").resolve(path);
        Files.createDirectories(file.getParent());
        return file;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Entry put(Place place, String path, byte[] bytes, Meta meta) throws IOException {
        try (Writing writing = place.create(WriteRequest.replacing(path, bytes.length, 1))) {
            writing.write(0, Source.of(bytes));
            return writing.publish(TIME, meta, Map.of());
        }
    }

    private static Map<String, Entry> list(Place place, String path) throws IOException {
        Map<String, Entry> all = new TreeMap<>();
        place.list(path, entry -> all.put(entry.path(), entry));
        return all;
    }

    private static byte[] read(Place place, String path) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Reading reading = place.open(place.stat(path))) {
            reading.read(0, reading.entry().size(), piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toByteArray();
    }

    private List<String> filesBelowRoot() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("root"))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    // Links that lead outside

    @Test
    void path_throughALinkToTheOutside_isRefusedByEveryCall() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(inRoot("out"), outside);
        Files.createSymbolicLink(inRoot("up"), Path.of(".."));
        Files.writeString(inRoot("here"), "x");
        LocalPlace place = place();
        for (String path : List.of("out/secret", "up/outside/secret", "out/new/file")) {
            assertThatThrownBy(() -> put(place, path, noise(1), Meta.NONE)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.stat(path)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.open(Entry.file(path, 6, null))).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.list(path, entry -> {})).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.delete(path)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.deleteFolder(path)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.makeFolder(path)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.move("here", path)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.move(path, "there")).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.link(path, "x")).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.touch(path, TIME, Meta.NONE)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.disk(path)).isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> place.disk("out")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.list("out", entry -> {})).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.makeFolder("out")).isInstanceOf(Refused.class);
        assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("secret");
        try (Stream<Path> left = Files.list(outside)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void path_throughALinkThatJustCame_isRefusedAtOnce() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        LocalPlace place = place();
        put(place, "a/b", noise(1), Meta.NONE);
        place.delete("a/b");
        place.deleteFolder("a");
        place.link("a", outside.toString());

        assertThatThrownBy(() -> put(place, "a/b", noise(1), Meta.NONE)).isInstanceOf(Refused.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void path_throughALink_belowFoldersThatWereJustGoneThrough_isRefused() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectory(outside.resolve("x"));
        Files.createDirectories(inRoot("real"));
        Files.createSymbolicLink(inRoot("link"), Path.of("real"));
        LocalPlace place = place();
        put(place, "a/b/c/d", noise(1), Meta.NONE);
        put(place, "link/d", noise(1), Meta.NONE);
        Files.createSymbolicLink(inRoot("a/b/out"), outside);
        Files.createSymbolicLink(inRoot("real/out"), outside);

        for (String path : List.of("a/b/out/f", "a/b/out/x/f", "a/b/out/x/y/f", "link/out/f", "link/out/x/f")) {
            assertThatThrownBy(() -> put(place, path, noise(1), Meta.NONE)).isInstanceOf(Refused.class);
        }
        assertThat(outside.resolve("x")).isEmptyDirectory();
    }

    @Test
    void root_thatIsALinkToNowhere_isRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("root"), Path.of("not there"));

        assertThatThrownBy(() -> put(place(), "a/b", noise(3), Meta.NONE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void path_throughALinkThatStaysInside_isFollowed() throws IOException {
        Files.createDirectories(inRoot("real/x"));
        Files.createSymbolicLink(inRoot("link"), Path.of("real"));
        LocalPlace place = place();
        put(place, "link/a", noise(3), Meta.NONE);

        assertThat(read(place, "real/a")).isEqualTo(noise(3));
    }

    @Test
    void path_throughALinkToNowhere_isRefused() throws IOException {
        Files.createSymbolicLink(inRoot("nowhere"), Path.of("../not there"));

        assertThatThrownBy(() -> put(place(), "nowhere/a", noise(3), Meta.NONE)).isInstanceOf(Refused.class);
    }

    @Test
    void root_thatIsALink_isFollowed() throws IOException {
        Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("root"), Path.of("real"));
        put(place(), "a/b", noise(3), Meta.NONE);

        assertThat(folder.resolve("real/a/b")).exists();
    }

    @Test
    void root_thatIsAFile_isReadAsOne() throws IOException {
        Path file = folder.resolve("one.mov");
        Files.write(file, noise(100));
        try (Place place = LocalPlace.open(file, memory)) {
            Entry entry = place.stat("");
            assertThat(entry.isFile()).isTrue();
            assertThat(entry.path()).isEmpty();
            assertThat(read(place, "")).isEqualTo(noise(100));
        }
    }

    // Names and kinds

    @Test
    void names_thatAreNoText_areToldApartAndNeverOpened() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        for (byte last : new byte[] {(byte) 0xFF, (byte) 0xFE}) {
            Files.write(ByteNames.resolve(root, new byte[] {'a', last}), noise(5));
        }
        Files.writeString(ByteNames.resolve(root, "a\uFFFD".getBytes(java.nio.charset.StandardCharsets.UTF_8)), "r");
        LocalPlace place = place();
        Map<String, Entry> told = list(place, "");

        assertThat(told.keySet()).containsExactly("a\\xFE", "a\\xFF", "a\uFFFD");
        for (String path : List.of("a\\xFE", "a\\xFF")) {
            Entry entry = Objects.requireNonNull(told.get(path));
            assertThat(entry.kind()).isEqualTo(Entry.Kind.OTHER);
            assertThatThrownBy(() -> place.open(entry)).isInstanceOf(Missing.class);
        }
        assertThat(read(place, "a\uFFFD")).containsExactly('r');
    }

    @Test
    void pipe_isToldAsOther_andNeverOpened() throws Exception {
        Path pipe = inRoot("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        LocalPlace place = place();

        assertThat(place.stat("pipe").kind()).isEqualTo(Entry.Kind.OTHER);
        assertThatThrownBy(() -> place.open(place.stat("pipe"))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.open(Entry.file("pipe", 0, null))).isInstanceOf(Refused.class);
    }

    @Test
    void unfinishedFile_liesBesideItsTarget_andIsNeverTold() throws IOException {
        LocalPlace place = place();
        Writing writing = place.create(WriteRequest.replacing("day/a", 3, 1));
        writing.write(0, Source.of(noise(3)));
        String token = Objects.requireNonNull(writing.token());
        assertThat(token).matches("\\.reel-part-[0-9a-f]{12}");
        assertThat(folder.resolve("root/day").resolve(token)).exists();
        assertThat(list(place, "day")).isEmpty();
        assertThatThrownBy(() -> place.stat("day/" + token)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.create(WriteRequest.replacing("x/" + token, 1, 1)))
                .isInstanceOf(Refused.class);
        writing.suspend();
        writing.close();
        assertThat(filesBelowRoot()).containsExactly(token);
        assertThatThrownBy(() -> place.deleteFolder("day")).isInstanceOf(Refused.class);
        place.delete("day/" + token);
        assertThat(filesBelowRoot()).isEmpty();
        place.deleteFolder("day");
    }

    @Test
    void names_likeUnfinishedOnes_areNames() throws IOException {
        LocalPlace place = place();
        for (String name : List.of(".reel-part-", ".reel-part-00112233445", ".reel-part-0011223344GG")) {
            put(place, name, noise(1), Meta.NONE);
            assertThat(list(place, "")).containsKey(name);
        }
    }

    // Sources that change

    @Test
    void file_thatGrowsWhileItIsRead_isConflict() throws IOException {
        Path file = inRoot("a");
        Files.write(file, noise(3 * MIB));
        LocalPlace place = place();
        try (Reading reading = place.open(place.stat("a"))) {
            assertThatThrownBy(() ->
                            reading.read(0, 3 * MIB, piece -> Files.write(file, noise(1), StandardOpenOption.APPEND)))
                    .isInstanceOf(Conflict.class);
        }
    }

    @Test
    void file_thatShrinksWhileItIsRead_isConflict() throws IOException {
        Path file = inRoot("a");
        Files.write(file, noise(3 * MIB));
        LocalPlace place = place();
        try (Reading reading = place.open(place.stat("a"))) {
            assertThatThrownBy(() -> reading.read(0, 3 * MIB, piece -> Files.write(file, noise(1))))
                    .isInstanceOf(Conflict.class);
        }
    }

    @Test
    void file_replacedByOneOfTheSameSizeAndTime_isConflict() throws IOException {
        Path file = inRoot("a");
        Path other = inRoot("b");
        Files.write(file, noise(1000));
        Files.write(other, new byte[1000]);
        Files.setLastModifiedTime(file, FileTime.from(TIME));
        Files.setLastModifiedTime(other, FileTime.from(TIME));
        LocalPlace place = place();
        try (Reading reading = place.open(place.stat("a"))) {
            Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> reading.read(0, 1000, piece -> {})).isInstanceOf(Conflict.class);
        }
    }

    // Metadata

    @Test
    void time_modeAndAttributes_areKeptExactly() throws IOException {
        Meta meta = new Meta(01750, null, null, null, Map.of("user.a", new byte[] {0, 1}, "other.b", noise(2)), null);
        Entry entry = put(place(), "a", noise(10), meta);

        assertThat(entry.modified()).isEqualTo(TIME);
        assertThat(entry.meta().mode()).isEqualTo(01750);
        assertThat(entry.meta().attributes().keySet()).containsExactly("user.a");
        assertThat(list(place(), "").get("a")).extracting(Entry::modified).isEqualTo(TIME);
    }

    @Test
    void setIds_withoutTheirOwner_areNotKept() throws IOException {
        Meta meta = new Meta(04755, "no such user here", null, null, Map.of(), null);

        assertThat(put(place(), "a", noise(10), meta).meta().mode()).isEqualTo(0755);
    }

    @Test
    void owner_isKeptByRootOnly() throws IOException {
        Entry before = put(place(), "a", noise(10), Meta.NONE);
        Entry entry = put(place(), "b", noise(10), new Meta(null, "daemon", "12345", null, Map.of(), null));
        boolean root = "root".equals(System.getProperty("user.name"));

        assertThat(entry.meta().owner())
                .isEqualTo(root ? "daemon" : before.meta().owner());
        assertThat(entry.meta().group())
                .isEqualTo(root ? "12345" : before.meta().group());
    }

    @Test
    void link_ofWhichTimeAndOwnerAreSet_leavesItsTargetAlone() throws IOException {
        LocalPlace place = place();
        Entry target = put(place, "a", noise(10), Meta.NONE);
        place.link("l", "a");
        Instant other = Instant.parse("2001-01-01T00:00:00Z");
        place.touch("l", other, Meta.ofMode(0777));

        assertThat(place.stat("l").modified()).isEqualTo(other);
        assertThat(place.stat("a")).extracting(Entry::modified).isEqualTo(target.modified());
        assertThat(place.stat("a").meta().mode()).isEqualTo(target.meta().mode());
    }

    /// Java sets no others than it is said to keep, and something else where it is asked to.
    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.9Z", "1960-02-03T04:05:06.123456789Z", "2300-01-01T00:00:00.7Z"})
    void time_farAway_isTheNearestThatCanBeKept(String far) throws IOException {
        Instant time = Instant.parse(far);
        LocalPlace place = place();
        put(place, "a", noise(10), Meta.NONE);
        place.touch("a", time, Meta.NONE);

        assertThat(place.stat("a").modified()).isEqualTo(place.keptTime(time));
        assertThat(time.isAfter(Instant.EPOCH) || place.keptTime(time).getEpochSecond() == time.getEpochSecond())
                .isTrue();
    }

    // Interruption

    @Test
    void writer_whoseNeighbourIsInterrupted_goesOn() throws Exception {
        byte[] bytes = noise(6 * MIB);
        LocalPlace place = place();
        try (Writing writing = place.create(WriteRequest.replacing("a", bytes.length, 1))) {
            List<Thread> victims = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                victims.add(Thread.ofVirtual().start(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        writing.write(0, slow(bytes));
                    } catch (IOException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                }));
                int from = i * (6 * MIB / 20);
                int to = (i + 1) * (6 * MIB / 20);
                writing.write(from, Source.of(Arrays.copyOfRange(bytes, from, to)));
            }
            for (Thread victim : victims) {
                victim.join();
            }
            writing.write(5 * MIB, Source.of(Arrays.copyOfRange(bytes, 5 * MIB, 6 * MIB)));
            writing.publish(null, Meta.NONE, Map.of());
        }
        assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("root/a")), bytes))
                .isTrue();
    }

    /// Not in memory, so that the writer is in the middle of many small calls when the interrupt comes.
    private static Source slow(byte[] bytes) {
        return new Source() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long offset, java.lang.foreign.MemorySegment into) {
                into.copyFrom(java.lang.foreign.MemorySegment.ofArray(bytes).asSlice(offset, into.byteSize()));
            }
        };
    }

    // Digests, durability, the provider

    @Test
    void digest_ofEveryKind_isComputed() throws IOException {
        LocalPlace place = place();
        Entry entry = put(place, "a", noise(2 * MIB), Meta.NONE);
        for (DigestKind kind : DigestKind.values()) {
            assertThat(place.digest(entry, kind))
                    .isEqualTo(reel.backend.place.Digester.of(
                            kind, java.lang.foreign.MemorySegment.ofArray(noise(2 * MIB))));
        }
        put(place, "a", noise(3), Meta.NONE);
        assertThatThrownBy(() -> place.digest(entry, DigestKind.MD5)).isInstanceOf(Conflict.class);
    }

    @Test
    void sync_ofManyFilesAndOfWhatIsGone_ends() throws IOException {
        LocalPlace place = place();
        for (int i = 0; i < 40; i++) {
            put(place, "d" + i % 3 + "/" + i, noise(i), Meta.NONE);
        }
        Objects.requireNonNull(place.traits().syncing()).sync();
        put(place, "gone/a", noise(1), Meta.NONE);
        place.delete("gone/a");
        place.deleteFolder("gone");
        Objects.requireNonNull(place.traits().syncing()).sync();
        assertThat(list(place, "")).containsOnlyKeys("d0", "d1", "d2");
    }

    @Test
    void sync_ofMoreThanIsRemembered_isOfTheWholeTree() throws IOException {
        LocalPlace place = place();
        put(place, "a/b", noise(3), Meta.NONE);
        Unsynced unsynced = new Unsynced(folder.resolve("root"));
        for (int i = 0; i <= Unsynced.MOST; i++) {
            unsynced.file(folder.resolve("root/a/" + i));
        }
        unsynced.sync();
        unsynced.sync();

        assertThat(read(place, "a/b")).isEqualTo(noise(3));
    }

    @Test
    void provider_isInstalled_andTakesPathsOnly() throws IOException {
        Places places = Places.installed(LocalPlaceTest.class.getClassLoader());
        PlaceContext context = PlaceContext.of(memory, Logins.NONE, Map.of());
        try (Place place = places.open(Location.local(folder.resolve("root").toString()), context)) {
            put(place, "a", noise(3), Meta.NONE);
            assertThat(folder.resolve("root/a")).exists();
        }
        assertThatThrownBy(() -> places.open(new Location("file", null, "elsewhere", -1, "/a", null), context))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> places.open(
                        Location.local("/a"), PlaceContext.of(memory, Logins.NONE, Map.of("endpoint", "x"))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("endpoint");
    }
}
