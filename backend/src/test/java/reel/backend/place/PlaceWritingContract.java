package reel.backend.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reel.backend.Source;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Scope;

/// What every place keeps when files are written: parts, publishing, creating, going on.
public abstract class PlaceWritingContract extends PlaceReadingContract {
    protected static final Instant TIME = Instant.parse("2019-03-04T05:06:07.123456789Z");

    /// The digests that [Writing#publish] checks.
    protected Set<DigestKind> checkedDigests() {
        return traits().digests();
    }

    // Writing

    @Test
    void file_beforeItIsPublished_isInvisible_andThenWhole() throws IOException {
        byte[] bytes = severalParts(1);
        try (Writing writing = place.create(request("day/a.mov", bytes.length))) {
            for (long offset : offsets(bytes.length)) {
                writing.write(offset, part(bytes, offset));
                assertThat(filesOf(tree(place, ""))).isEmpty();
                assertThatThrownBy(() -> place.stat("day/a.mov")).isInstanceOf(Missing.class);
            }
            Entry published = writing.publish(null, Meta.NONE, Map.of());
            assertThat(published.path()).isEqualTo("day/a.mov");
            assertThat(published.size()).isEqualTo(bytes.length);
        }
        assertThat(read(place, "day/a.mov")).isEqualTo(bytes);
        assertThat(tree(place, "")).containsExactly("day", "day/a.mov");
    }

    private List<String> filesOf(List<String> paths) {
        List<String> files = new ArrayList<>(paths);
        files.remove("day");
        return files;
    }

    @Test
    void publish_ofFileThatIsThere_replacesAllOfIt() throws IOException {
        byte[] old = severalParts(2);
        put("a", old);
        try (Writing writing = place.create(request("a", 3))) {
            writing.write(0, source("new".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(read(place, "a")).isEqualTo(old);
            writing.publish(null, Meta.NONE, Map.of());
        }
        assertThat(text("a")).isEqualTo("new");
    }

    @Test
    void publish_tellsTheFileSoThatItCanBeOpened() throws IOException {
        byte[] bytes = noise(5000, 3);
        Entry published = write(place, "a", bytes, TIME);
        try (Reading reading = place.open(published)) {
            assertThat(range(reading, 0, bytes.length)).isEqualTo(bytes);
        }
        Entry told = place.stat("a");
        assertThat(published.size()).isEqualTo(told.size());
        assertThat(published.version()).isEqualTo(told.version());
        if (traits().timeStep() != null) {
            assertThat(published.modified()).isEqualTo(told.modified());
        }
    }

    @Test
    void close_withoutPublishing_discards() throws IOException {
        byte[] bytes = severalParts(4);
        String token;
        try (Writing writing = place.create(request("a", bytes.length))) {
            writing.write(0, part(bytes, 0));
            token = writing.token();
        }
        assertThat(tree(place, "")).isEmpty();
        if (token != null) {
            assertThatThrownBy(() -> {
                        try (Writing gone =
                                place.create(request("a", bytes.length).resuming(token))) {
                            gone.write(0, part(bytes, 0));
                            gone.publish(null, Meta.NONE, Map.of());
                        }
                    })
                    .isInstanceOf(Missing.class);
        }
        put("a", "good");
        assertThat(text("a")).isEqualTo("good");
    }

    @Test
    void close_afterPublishing_isHarmless() throws IOException {
        Writing writing = place.create(request("a", 1));
        writing.write(0, source(new byte[] {7}));
        writing.publish(null, Meta.NONE, Map.of());
        writing.close();
        writing.close();

        assertThat(read(place, "a")).containsExactly(7);
    }

    @Test
    void publish_ofFileWithMissingBytes_publishesNothing() throws IOException {
        byte[] bytes = severalParts(5);
        try (Writing writing = place.create(request("a", bytes.length))) {
            writing.write(0, part(bytes, 0));
            assertThatThrownBy(() -> writing.publish(null, Meta.NONE, Map.of()))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(tree(place, "")).isEmpty();
    }

    @Test
    void parts_inAnyOrderAndAtOnce_makeTheWhole() throws IOException {
        byte[] bytes = severalParts(6);
        List<Long> offsets = new ArrayList<>(offsets(bytes.length));
        if (traits().parts().inOrder()) {
            write(place, "a", bytes, null);
        } else {
            Collections.shuffle(offsets, new Random(6));
            try (Writing writing = place.create(request("a", bytes.length));
                    Scope scope = Scope.open("parts")) {
                for (long offset : offsets) {
                    scope.fork(() -> {
                        writing.write(offset, part(bytes, offset));
                        return null;
                    });
                }
                scope.join();
                writing.publish(null, Meta.NONE, Map.of());
            }
        }
        assertThat(read(place, "a")).isEqualTo(bytes);
    }

    @Test
    void part_writtenTwice_countsTheLastTime() throws IOException {
        if (traits().parts().inOrder()) {
            return;
        }
        byte[] bytes = severalParts(7);
        byte[] wrong = noise(bytes.length, 8);
        // Zeros first, over which noise comes, and noise first, over which zeros come.
        Arrays.fill(wrong, 0, partBytes(), (byte) 0);
        Arrays.fill(bytes, partBytes(), 2 * partBytes(), (byte) 0);
        try (Writing writing = place.create(request("a", bytes.length))) {
            for (long offset : offsets(bytes.length)) {
                writing.write(offset, part(wrong, offset));
            }
            for (long offset : offsets(bytes.length)) {
                writing.write(offset, part(bytes, offset));
            }
            writing.publish(null, Meta.NONE, Map.of());
        }
        assertThat(read(place, "a")).isEqualTo(bytes);
    }

    @Test
    void write_pastTheEnd_isRefused() throws IOException {
        byte[] bytes = noise(1000, 9);
        try (Writing writing = place.create(request("a", bytes.length))) {
            assertThatThrownBy(() -> writing.write(0, source(noise(1001, 9)))).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> writing.write(1000, source(new byte[1]))).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> writing.write(-1, source(new byte[1]))).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> writing.write(Long.MAX_VALUE, source(new byte[1])))
                    .isInstanceOf(Refused.class);
            writing.write(0, source(bytes));
            writing.publish(null, Meta.NONE, Map.of());
        }
        assertThat(read(place, "a")).isEqualTo(bytes);
    }

    @Test
    void write_whoseSourceFails_leavesTheRestUsable() throws IOException {
        byte[] bytes = noise(70_000, 10);
        Source broken = new Source() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long offset, java.lang.foreign.MemorySegment into) throws IOException {
                throw new Corrupt("source", offset, "bytes", "none");
            }
        };
        try (Writing writing = place.create(request("a", bytes.length))) {
            assertThatThrownBy(() -> writing.write(0, broken))
                    .isInstanceOf(Corrupt.class)
                    .hasMessageContaining("source");
        }
        assertThat(tree(place, "")).isEmpty();
        put("a", bytes);
        assertThat(read(place, "a")).isEqualTo(bytes);
    }

    @Test
    void file_ofUnknownSize_isWhatCameInOrder() throws IOException {
        byte[] bytes = severalParts(11);
        try (Writing writing = place.create(request("a", Entry.UNKNOWN))) {
            for (long offset : offsets(bytes.length)) {
                writing.write(offset, part(bytes, offset));
            }
            assertThat(writing.publish(null, Meta.NONE, Map.of()).size()).isEqualTo(bytes.length);
        }
        try (Writing writing = place.create(request("empty", Entry.UNKNOWN))) {
            writing.publish(null, Meta.NONE, Map.of());
        }
        assertThat(read(place, "a")).isEqualTo(bytes);
        assertThat(read(place, "empty")).isEmpty();
    }

    @Test
    void manyFiles_writtenAtOnce_areEachTheirOwn() throws IOException {
        try (Scope scope = Scope.open("files")) {
            for (int i = 0; i < 24; i++) {
                int me = i;
                scope.fork(() -> write(place, "f" + me % 3 + "/" + me, noise(1000 + me, me), null));
            }
            scope.join();
        }
        for (int i = 0; i < 24; i++) {
            assertThat(read(place, "f" + i % 3 + "/" + i)).isEqualTo(noise(1000 + i, i));
        }
    }

    // Creating

    @Test
    void publish_ofExistingWhereNoneMayBe_isConflictAndChangesNothing() throws IOException {
        put("a", "first");

        assertThatThrownBy(() -> createNew(place, "a", "second"))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("a");

        assertThat(text("a")).isEqualTo("first");
        assertThat(tree(place, "")).containsExactly("a");
    }

    @Test
    void publish_byTwoWhereNoneMayBe_letsOneWin() throws IOException {
        try (Place other = openAgain()) {
            for (int round = 0; round < 5; round++) {
                String path = "race/" + round;
                CyclicBarrier start = new CyclicBarrier(2);
                List<String> winners = Collections.synchronizedList(new ArrayList<>());
                try (Scope scope = Scope.open("race")) {
                    for (Place one : List.of(place, other)) {
                        String me = one == place ? "me" : "you";
                        scope.fork(() -> {
                            start.await(20, TimeUnit.SECONDS);
                            try {
                                createNew(one, path, me);
                                winners.add(me);
                            } catch (Conflict lost) {
                                assertThat(lost.thing()).contains(path);
                            }
                            return null;
                        });
                    }
                    scope.join();
                }
                assertThat(winners).isNotEmpty();
                if (traits().atomicCreate()) {
                    assertThat(winners).containsExactly(text(path));
                }
            }
        }
    }

    private static void createNew(Place place, String path, String text) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        PartRule rule = place.traits().parts();
        WriteRequest request = new WriteRequest(
                path,
                bytes.length,
                rule.free() ? bytes.length : rule.fit(1, bytes.length),
                WriteRequest.Existing.FAIL,
                null);
        try (Writing writing = place.create(request)) {
            writing.write(0, Source.of(bytes));
            writing.publish(null, Meta.NONE, Map.of());
        }
    }

    // Going on

    @Test
    void suspendedFile_isInvisible_andGoesOnInAnotherProcess() throws IOException {
        byte[] bytes = severalParts(12);
        String token;
        try (Writing writing = place.create(request("a", bytes.length))) {
            writing.write(0, part(bytes, 0));
            token = writing.token();
            if (token == null) {
                return;
            }
            writing.suspend();
        }
        assertThat(filesOf(tree(place, ""))).isEmpty();
        try (Place later = openAgain();
                Writing writing = later.create(request("a", bytes.length).resuming(token))) {
            Map<Long, Long> stored = writing.stored();
            assertThat(stored).isIn(Map.of(), Map.of(0L, (long) partBytes()));
            java.io.ByteArrayOutputStream back = new java.io.ByteArrayOutputStream();
            boolean handed = writing.readBack(
                    0, partBytes(), piece -> back.writeBytes(piece.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)));
            assertThat(back.toByteArray()).isEqualTo(handed ? Arrays.copyOf(bytes, partBytes()) : new byte[0]);
            for (long offset : offsets(bytes.length)) {
                if (offset > 0) {
                    writing.write(offset, part(bytes, offset));
                }
            }
            writing.publish(TIME, Meta.NONE, Map.of());
        }
        assertThat(read(place, "a")).isEqualTo(bytes);
        assertThat(tree(place, "")).containsExactly("a");
    }

    @Test
    void resumedFile_thatIsClosed_isDiscarded() throws IOException {
        byte[] bytes = severalParts(13);
        String token;
        try (Writing writing = place.create(request("a", bytes.length))) {
            writing.write(0, part(bytes, 0));
            token = writing.token();
            if (token == null) {
                return;
            }
            writing.suspend();
        }
        place.create(request("a", bytes.length).resuming(token)).close();

        assertThatThrownBy(() -> {
                    try (Writing writing =
                            place.create(request("a", bytes.length).resuming(token))) {
                        writing.write(0, part(bytes, 0));
                        writing.publish(null, Meta.NONE, Map.of());
                    }
                })
                .isInstanceOf(Missing.class);
        assertThat(tree(place, "")).isEmpty();
    }

    @Test
    void token_thatIsNone_isRefusedOrMissing() {
        for (String token : List.of("", "../../etc/passwd", "no such upload")) {
            assertThatThrownBy(() -> {
                        try (Writing writing = place.create(request("a", 3).resuming(token))) {
                            writing.write(0, source(new byte[3]));
                            writing.publish(null, Meta.NONE, Map.of());
                        }
                    })
                    .isInstanceOfAny(Missing.class, Refused.class);
        }
    }

    // Digests

    @Test
    void publish_withWrongDigest_isCorruptAndPublishesNothing() throws IOException {
        byte[] bytes = noise(40_000, 14);
        put("b", "old");
        for (DigestKind kind : checkedDigests()) {
            for (String path : List.of("a", "b")) {
                try (Writing writing = place.create(request(path, bytes.length))) {
                    writing.write(0, source(bytes));
                    assertThatThrownBy(() -> writing.publish(null, Meta.NONE, digest(kind, new byte[] {1})))
                            .as(kind.name())
                            .isInstanceOf(Corrupt.class);
                }
            }
            assertThat(tree(place, "")).as(kind.name()).containsExactly("b");
            assertThat(text("b")).isEqualTo("old");
        }
    }

    @Test
    void publish_withRightDigest_publishes() throws IOException {
        byte[] bytes = noise(40_000, 15);
        for (DigestKind kind : DigestKind.values()) {
            try (Writing writing = place.create(request(kind.name(), bytes.length))) {
                writing.write(0, source(bytes));
                writing.publish(null, Meta.NONE, digest(kind, bytes));
            }
            assertThat(read(place, kind.name())).isEqualTo(bytes);
        }
    }
}
