package reel.backend.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.stream.Conflict;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Scope;

/// What every place keeps when it is read; for places that cannot be written a subclass says how to [#put].
public abstract class PlaceReadingContract extends PlaceFixture {
    /// Files of the test of long listings: more than one page of any protocol.
    protected int manyFiles() {
        return 3000;
    }

    /// Makes many small files, as many at once as the place gains from.
    protected void putMany(List<String> paths) throws IOException {
        int workers = 8;
        try (Scope scope = Scope.open("put")) {
            for (int worker = 0; worker < workers; worker++) {
                int first = worker;
                scope.fork(() -> {
                    for (int i = first; i < paths.size(); i += workers) {
                        put(paths.get(i), "x");
                    }
                    return null;
                });
            }
            scope.join();
        }
    }

    /// Whether listings tell names that begin with a dot; some web servers' do not.
    protected boolean listsDotNames() {
        return true;
    }

    // What is there

    @Test
    void stat_ofFile_tellsItsSizeAndTime() throws IOException {
        put("film/a.mov", noise(1234, 1));

        Entry entry = place.stat("film/a.mov");

        assertThat(entry.path()).isEqualTo("film/a.mov");
        assertThat(entry.name()).isEqualTo("a.mov");
        assertThat(entry.kind()).isEqualTo(Entry.Kind.FILE);
        assertThat(entry.size()).isIn(1234L, Entry.UNKNOWN);
    }

    @Test
    void stat_ofFolder_tellsAFolder() throws IOException {
        put("film/day 1/a", "x");

        assertThat(place.stat("film").isFolder()).isTrue();
        assertThat(place.stat("film/day 1").path()).isEqualTo("film/day 1");
        assertThat(place.stat("").isFolder()).isTrue();
    }

    @Test
    void stat_ofNothing_isMissing() throws IOException {
        put("a", "x");

        assertThatThrownBy(() -> place.stat("no")).isInstanceOf(Missing.class).hasMessageContaining("no");
        assertThatThrownBy(() -> place.stat("no/such/file")).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> place.stat("a/b")).isInstanceOf(Missing.class);
        assertThatThrownBy(() -> place.list("nowhere", entry -> {})).isInstanceOf(Missing.class);
    }

    @Test
    void list_tellsDirectChildrenOnly() throws IOException {
        for (String path : List.of("a", "b/c", "b/d/e", "b.x", "b-", "z/1/2/3")) {
            put(path, path);
        }

        assertThat(list(place, "").keySet()).containsExactly("a", "b", "b-", "b.x", "z");
        assertThat(list(place, "b").keySet()).containsExactly("b/c", "b/d");
        assertThat(list(place, "z/1").keySet()).containsExactly("z/1/2");
        assertThat(Objects.requireNonNull(list(place, "b").get("b/d")).isFolder())
                .isTrue();
        Entry file = Objects.requireNonNull(list(place, "b").get("b/c"));
        assertThat(file.isFile()).isTrue();
        assertThat(file.size()).isIn(3L, Entry.UNKNOWN);
    }

    @Test
    void list_ofFile_isNoFolder() throws IOException {
        put("a", "x");

        assertThatThrownBy(() -> place.list("a", entry -> {})).isInstanceOfAny(Refused.class, Missing.class);
    }

    @Test
    void list_ofManyFiles_tellsEachOnce() throws IOException {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < manyFiles(); i++) {
            paths.add("many/frame %05d.exr".formatted(i * 7));
        }
        putMany(paths);

        assertThat(list(place, "many").keySet()).isEqualTo(new TreeSet<>(paths));
    }

    @Test
    void walk_tellsEverythingInOrder() throws IOException {
        List<String> paths = List.of("w/a-b", "w/a/b", "w/a/b.c", "w/a/\u00e9", "w/a/\ud83c\udfac", "w/a/\uff5e");
        Walking walking = traits().walking();
        if (walking == null) {
            return;
        }
        for (String path : paths) {
            put(path, path);
        }
        put("other", "x");
        List<String> told = new ArrayList<>();
        walking.walk("w", entry -> {
            if (entry.isFile()) {
                told.add(entry.path());
            }
        });

        // U+FF5E comes before U+1F3AC in UTF-8, and after it in UTF-16.
        assertThat(told).containsExactly("w/a-b", "w/a/b", "w/a/b.c", "w/a/\u00e9", "w/a/\uff5e", "w/a/\ud83c\udfac");
    }

    // Names

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with space",
                " leading and trailing ",
                ".hidden",
                "..dots",
                "...",
                "trailing.",
                "-rf",
                "+%#?&=;,@!$'()[]{}~^",
                "%41%2F%00",
                "a+b c%20d",
                "quote\"back`tick",
                "back\\slash",
                "star*pipe|angle<>",
                "colon:colon",
                "caf\u00e9",
                "cafe\u0301",
                "\u65e5\u672c\u8a9e",
                "\ud83c\udfac\u200d",
                "\u202egpj.exe",
                "new\nline\ttab",
                "CON",
                "nul.txt"
            })
    void name_ofAnyKind_isGivenBackAsItIsOrRefused(String name) throws IOException {
        String path = name + "/" + name;
        if (traits().names().problem(path) != null) {
            assertThatThrownBy(() -> place.create(request(path, 1))).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> place.stat(path)).isInstanceOfAny(Refused.class, Missing.class);
            assertThat(tree(place, "")).isEmpty();
            return;
        }
        put(path, path);

        if (listsDotNames() || !name.startsWith(".")) {
            assertThat(tree(place, "")).containsExactly(name, path);
        }
        assertThat(place.stat(path).path()).isEqualTo(path);
        assertThat(text(path)).isEqualTo(path);
    }

    @Test
    void name_asLongAsThereCanBe_isKept() throws IOException {
        int most = Math.min(255, traits().names().segmentBytes());
        for (String name : List.of("x".repeat(most), "\u00e9".repeat(most / 2))) {
            put(name, name);

            assertThat(list(place, "")).containsKey(name);
            assertThat(text(name)).isEqualTo(name);
        }
    }

    @Test
    void names_thatDifferInCaseOrForm_areNeverMerged() throws IOException {
        List<String> names = List.of("Case", "case", "caf\u00e9", "cafe\u0301");
        int kept = 0;
        for (String name : names) {
            try {
                put(name, name);
                kept++;
                assertThat(text(name)).isEqualTo(name);
            } catch (Refused refused) {
                assertThat(refused.thing()).contains(name);
            }
        }

        assertThat(list(place, "")).hasSize(kept);
        for (String name : list(place, "").keySet()) {
            assertThat(text(name)).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/..", "../a", "a//b", "/a", "a/", ".", "a/./b", "nul\0"})
    void path_thatCannotBe_isRefused(String path) {
        assertThatThrownBy(() -> place.stat(path)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.create(request(path, 1))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.delete(path)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> place.list(path, entry -> {})).isInstanceOf(Refused.class);
    }

    // Reading

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, (2 << 20) + 17})
    void file_ofAnySize_readsBackWhole(int size) throws IOException {
        byte[] bytes = noise(size, size);
        put("a", bytes);

        assertThat(read(place, "a")).isEqualTo(bytes);
        assertThat(place.stat("a").size()).isIn((long) size, Entry.UNKNOWN);
    }

    @Test
    void read_ofRanges_givesExactlyThem() throws IOException {
        byte[] bytes = noise(3_000_000, 2);
        put("a", bytes);
        if (!traits().ranges()) {
            return;
        }
        try (Reading reading = place.open(place.stat("a"))) {
            assertThat(range(reading, 0, 10)).isEqualTo(Arrays.copyOf(bytes, 10));
            assertThat(range(reading, 1_048_575, 2)).isEqualTo(Arrays.copyOfRange(bytes, 1_048_575, 1_048_577));
            assertThat(range(reading, 2_999_999, 1)).isEqualTo(Arrays.copyOfRange(bytes, 2_999_999, 3_000_000));
            assertThat(range(reading, 3_000_000, 0)).isEmpty();
            assertThat(range(reading, 100, 2_500_000)).isEqualTo(Arrays.copyOfRange(bytes, 100, 2_500_100));
        }
    }

    @Test
    void read_ofManyRangesAtOnce_mixesNothing() throws IOException {
        byte[] bytes = noise(2_000_000, 3);
        put("a", bytes);
        if (!traits().ranges()) {
            return;
        }
        int step = 125_000;
        try (Reading reading = place.open(place.stat("a"));
                Scope scope = Scope.open("ranges")) {
            for (int at = 0; at < bytes.length; at += step) {
                int from = at;
                scope.fork(() -> {
                    assertThat(range(reading, from, step)).isEqualTo(Arrays.copyOfRange(bytes, from, from + step));
                    return null;
                });
            }
            scope.join();
        }
    }

    @Test
    void read_pastTheEnd_isAnErrorAndNeverShort() throws IOException {
        put("a", "0123456789");
        if (!traits().ranges()) {
            return;
        }
        try (Reading reading = place.open(place.stat("a"))) {
            assertThatThrownBy(() -> range(reading, 5, 6)).isInstanceOf(ReelException.class);
            assertThatThrownBy(() -> range(reading, 11, 1)).isInstanceOf(ReelException.class);
            assertThatThrownBy(() -> range(reading, Long.MAX_VALUE - 1, 1)).isInstanceOf(ReelException.class);
        }
    }

    @Test
    void read_whoseSinkFails_endsWithItsFailure_andThePlaceGoesOn() throws IOException {
        put("a", noise(3 << 20, 4));
        try (Reading reading = place.open(place.stat("a"))) {
            assertThatThrownBy(() -> reading.read(0, 3 << 20, piece -> {
                        throw new Conflict("sink", "has had enough");
                    }))
                    .isInstanceOf(Conflict.class)
                    .hasMessageContaining("sink");
        }
        assertThat(read(place, "a")).isEqualTo(noise(3 << 20, 4));
    }

    /// A listing may leave out what would cost a call for each file; whoever opens one gets to know it.
    @Test
    void open_ofAListedFile_tellsItsTime() throws IOException {
        put("film/a", "x");
        Entry listed = Objects.requireNonNull(list(place, "film").get("film/a"));

        try (Reading reading = place.open(listed)) {
            assertThat(reading.entry().modified())
                    .isEqualTo(place.stat("film/a").modified());
        }
    }

    @Test
    void open_ofNothing_isMissing() {
        assertThatThrownBy(() -> place.open(Entry.file("gone", 1, null)).close())
                .isInstanceOf(Missing.class)
                .hasMessageContaining("gone");
    }

    @Test
    void open_ofFolder_isRefused() throws IOException {
        put("folder/a", "x");

        assertThatThrownBy(() -> place.open(place.stat("folder")).close()).isInstanceOf(Refused.class);
    }

    @Test
    void file_thatChangedSinceItWasTold_isConflict() throws IOException {
        put("a", noise(3000, 5));
        Entry told = place.stat("a");
        put("a", noise(4000, 6));

        assertThatThrownBy(() -> {
                    try (Reading reading = place.open(told)) {
                        range(reading, 0, 3000);
                    }
                })
                .isInstanceOf(Conflict.class);
    }

    @Test
    void file_thatVanishedSinceItWasTold_isMissing() throws IOException {
        put("a", "x");
        Entry told = place.stat("a");
        remove("a");

        assertThatThrownBy(() -> {
                    try (Reading reading = place.open(told)) {
                        range(reading, 0, 1);
                    }
                })
                .isInstanceOf(Missing.class);
    }

    /// Removes a file that [#put] made.
    protected void remove(String path) throws IOException {
        place.delete(path);
    }

    @Test
    void digest_thatThePlaceTells_isThatOfTheContent() throws IOException {
        byte[] bytes = noise(100_000, 7);
        put("a", bytes);
        Entry entry = place.stat("a");
        Digesting digesting = traits().digesting();
        int told = 0;
        for (DigestKind kind : traits().digests()) {
            String found = entry.digests().get(kind);
            if (found == null && digesting != null) {
                found = digesting.digest(entry, kind);
            }
            if (found != null) {
                told++;
                assertThat(found)
                        .as(kind.name())
                        .isEqualTo(Digester.of(kind, java.lang.foreign.MemorySegment.ofArray(bytes)));
            }
        }
        assertThat(told > 0 || traits().digests().isEmpty() || entry.digests().isEmpty())
                .isTrue();
        assertThat(traits().digests()).containsAll(entry.digests().keySet());
    }

    // Interruption

    @Test
    void interruptedThread_isToldSo_andThePlaceStaysUsable() throws Exception {
        byte[] bytes = noise(2 << 20, 8);
        put("a", bytes);
        Entry entry = place.stat("a");
        List<Throwable> seen = new ArrayList<>();
        try (Reading reading = place.open(entry)) {
            Thread thread = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                for (Call call : List.<Call>of(
                        () -> range(reading, 0, bytes.length),
                        () -> place.stat("a"),
                        () -> place.list("", each -> {}),
                        () -> place.open(entry).close())) {
                    try {
                        call.run();
                    } catch (IOException failure) {
                        seen.add(failure);
                    }
                    Thread.currentThread().interrupt();
                }
            });
            thread.join();
            assertThat(seen).hasSize(4).allMatch(InterruptedIOException.class::isInstance);
            assertThat(range(reading, 0, bytes.length)).isEqualTo(bytes);
        }
        assertThat(read(place, "a")).isEqualTo(bytes);
    }

    /// A call that may fail.
    @FunctionalInterface
    protected interface Call {
        void run() throws IOException;
    }

    protected static Map<DigestKind, String> digest(DigestKind kind, byte[] bytes) {
        return Map.of(kind, Digester.of(kind, java.lang.foreign.MemorySegment.ofArray(bytes)));
    }

    protected static Source source(byte[] bytes) {
        return Source.of(bytes);
    }
}
