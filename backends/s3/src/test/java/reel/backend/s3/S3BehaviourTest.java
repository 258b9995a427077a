package reel.backend.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reel.backend.Source;
import reel.backend.place.Copying;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// What S3 does beyond the contract, against a real server.
final class S3BehaviourTest {
    private static final int PART = 5 << 20;
    private static final Instant TIME = Instant.parse("2019-03-04T05:06:07.123456789Z");

    private static LocalS3 server = startOrFail();

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);

    private static LocalS3 startOrFail() {
        try {
            return LocalS3.start();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeAll
    static void isUp() {
        assertThat(server.endpoint()).startsWith("http://127.0.0.1:");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Entry put(Place place, WriteRequest request, byte[] bytes, @Nullable Instant time)
            throws IOException {
        try (Writing writing = place.create(request)) {
            for (int at = 0; at < bytes.length; at += PART) {
                byte[] part = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PART));
                writing.write(at, Source.of(part));
            }
            return writing.publish(time, Meta.NONE, Map.of());
        }
    }

    private static Entry put(Place place, String path, byte[] bytes) throws IOException {
        return put(place, WriteRequest.replacing(path, bytes.length, PART), bytes, TIME);
    }

    private static byte[] get(Place place, String path) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Reading reading = place.open(place.stat(path))) {
            reading.read(0, reading.entry().size(), piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toByteArray();
    }

    @Test
    void walk_tellsATreeInTheOrderOfItsKeys() throws IOException {
        try (Place place = server.open(memory, "/walk")) {
            List<String> paths = List.of("a-b", "a/b", "a/b.c", "a/\u00e9", "b", "c/d/e/f");
            for (String path : paths) {
                put(place, path, new byte[1]);
            }
            List<String> told = new ArrayList<>();
            Objects.requireNonNull(place.traits().walking()).walk("", entry -> told.add(entry.path()));
            assertThat(told).isEqualTo(paths);
            told.clear();
            Objects.requireNonNull(place.traits().walking()).walk("a", entry -> told.add(entry.path()));
            assertThat(told).containsExactly("a/b", "a/b.c", "a/\u00e9");
        }
    }

    @Test
    void time_toldBeforehandOrOnlyAtTheEnd_isKeptInPartsToo() throws IOException {
        byte[] bytes = noise(PART + 10, 1);
        try (Place place = server.open(memory, "/time")) {
            WriteRequest request = WriteRequest.replacing("a", bytes.length, PART);
            assertThat(put(place, request.telling(TIME, Meta.NONE), bytes, TIME).modified())
                    .isEqualTo(TIME);
            Instant later = TIME.plusSeconds(1);
            assertThat(put(place, request.telling(TIME, Meta.NONE), bytes, later)
                            .modified())
                    .isEqualTo(later);
            assertThat(put(place, request, bytes, TIME).modified()).isEqualTo(TIME);
            assertThat(place.stat("a").modified()).isEqualTo(TIME);
            assertThat(get(place, "a")).isEqualTo(bytes);
        }
    }

    @Test
    void time_ofTheServer_isTheSameInListingsAndStat() throws IOException {
        try (Place place = server.open(memory, "/server-time", "times", "server")) {
            put(place, "a", new byte[3]);
            List<Entry> listed = new ArrayList<>();
            place.list("", listed::add);

            assertThat(place.traits().timeStep()).isNull();
            assertThat(listed).hasSize(1);
            assertThat(listed.getFirst().modified())
                    .isNotNull()
                    .isEqualTo(place.stat("a").modified());
            assertThat(listed.getFirst().modified()).isAfter(TIME);
        }
    }

    @Test
    void emptyFile_isOneCallAndReadsBack() throws IOException {
        try (Place place = server.open(memory, "/empty")) {
            assertThat(put(place, "a", new byte[0]).size()).isZero();
            assertThat(get(place, "a")).isEmpty();
        }
    }

    @Test
    void smallFile_withoutMemoryToHoldIt_isUploadedAllTheSame() throws IOException {
        byte[] bytes = noise(1 << 20, 2);
        try (Place place = server.open(memory, "/tight");
                Lease everything = memory.lease(64 << 20)) {
            assertThat(everything.bytes()).isEqualTo(64 << 20);
            put(place, "a", bytes);
            assertThat(get(place, "a")).isEqualTo(bytes);
        }
    }

    @Test
    void wholeSum_thatIsWrong_publishesNothing() throws IOException {
        byte[] bytes = noise(PART * 2 + 1, 3);
        try (Place place = server.open(memory, "/sum")) {
            for (boolean right : new boolean[] {false, true}) {
                try (Writing writing = place.create(WriteRequest.replacing("a", bytes.length, PART))) {
                    for (int at : new int[] {PART, 0, 2 * PART}) {
                        writing.write(
                                at,
                                Source.of(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PART))));
                    }
                    String sum = Digester.of(
                            DigestKind.CRC32C, java.lang.foreign.MemorySegment.ofArray(right ? bytes : new byte[] {1}));
                    if (right) {
                        writing.publish(TIME, Meta.NONE, Map.of(DigestKind.CRC32C, sum));
                    } else {
                        assertThatThrownBy(() -> writing.publish(TIME, Meta.NONE, Map.of(DigestKind.CRC32C, sum)))
                                .isInstanceOf(Corrupt.class);
                    }
                }
            }
            assertThat(get(place, "a")).isEqualTo(bytes);
        }
    }

    @Test
    void largeFile_whereNoneMayBe_isConflictAndChangesNothing() throws IOException {
        byte[] bytes = noise(PART + 1, 4);
        try (Place place = server.open(memory, "/create")) {
            WriteRequest request = new WriteRequest("a", bytes.length, PART, WriteRequest.Existing.FAIL, null);
            put(place, request, bytes, TIME);
            assertThatThrownBy(() -> put(place, request, noise(PART + 1, 5), TIME))
                    .isInstanceOf(Conflict.class);
            assertThat(get(place, "a")).isEqualTo(bytes);
            List<String> left = new ArrayList<>();
            place.list("", entry -> left.add(entry.path()));
            assertThat(left).containsExactly("a");
        }
    }

    @Test
    void create_withoutAtomicity_looksFirst() throws IOException {
        try (Place place = server.open(memory, "/looks", "atomic-create", "false")) {
            assertThat(place.traits().atomicCreate()).isFalse();
            WriteRequest request = new WriteRequest("a", 1, PART, WriteRequest.Existing.FAIL, null);
            put(place, request, new byte[1], TIME);
            assertThatThrownBy(() -> put(place, request, new byte[] {2}, TIME)).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void copy_inParts_isDescribedLikeTheOriginal() throws IOException {
        byte[] bytes = noise(3 * PART + 5, 6);
        Location where = new Location("s3", null, LocalS3.BUCKET, -1, "/copies", null);
        PlaceContext context = LocalS3.context(memory, server.endpoint());
        try (Place place = S3Place.open(where, context, S3Options.of(context.options()), 2 * PART)) {
            Entry from = put(place, "a", bytes);
            Entry copied = Objects.requireNonNull(place.traits().copying()).copy(from, "b");
            assertThat(copied.modified()).isEqualTo(TIME);
            assertThat(get(place, "b")).isEqualTo(bytes);
        }
    }

    /// Who was killed in the midst of it finds by the token what is to be ended.
    @Test
    void copy_inParts_tellsItsUploadBeforeItCopies() throws IOException {
        byte[] bytes = noise(3 * PART + 5, 8);
        Location where = new Location("s3", null, LocalS3.BUCKET, -1, "/told", null);
        PlaceContext context = LocalS3.context(memory, server.endpoint());
        try (Place place = S3Place.open(where, context, S3Options.of(context.options()), 2 * PART)) {
            Entry from = put(place, "a", bytes);
            Copying copying = Objects.requireNonNull(place.traits().copying());
            WriteRequest request = WriteRequest.replacing("b", bytes.length, bytes.length);
            List<String> told = new ArrayList<>();
            assertThatThrownBy(() -> copying.copy(from, "b", token -> {
                        told.add(token);
                        assertThatThrownBy(() -> place.create(request.resuming(token)))
                                .isInstanceOf(Missing.class);
                    }))
                    .isInstanceOf(Missing.class);
            assertThat(told).hasSize(1);
            copying.copy(put(place, "small", new byte[5]), "c", told::add);
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void goingOn_afterManyParts_tellsThem() throws IOException {
        byte[] bytes = noise(3 * PART + 5, 7);
        WriteRequest request = WriteRequest.replacing("a", bytes.length, PART);
        try (Place place = server.open(memory, "/resume")) {
            String token;
            try (Writing writing = place.create(request)) {
                token = Objects.requireNonNull(writing.token());
                for (int at : new int[] {0, 2 * PART}) {
                    writing.write(at, Source.of(java.util.Arrays.copyOfRange(bytes, at, at + PART)));
                }
                writing.suspend();
            }
            try (Writing writing = place.create(request.resuming(token))) {
                assertThat(writing.stored()).isEqualTo(Map.of(0L, (long) PART, 2L * PART, (long) PART));
                for (int at : new int[] {PART, 3 * PART}) {
                    writing.write(
                            at, Source.of(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PART))));
                }
                writing.publish(TIME, Meta.NONE, Map.of());
            }
            assertThat(get(place, "a")).isEqualTo(bytes);
        }
    }

    @Test
    void login_thatIsWrong_isRefusedWithTheReason() {
        for (Login login : List.of(
                new Login.AccessKey("nobody", LocalS3.SECRET, null),
                new Login.AccessKey(LocalS3.KEY, "wrong", null),
                new Login.Anonymous())) {
            assertThatThrownBy(() -> open(login, LocalS3.BUCKET).stat("a"))
                    .isInstanceOf(Refused.class)
                    .hasMessageNotContaining(LocalS3.SECRET)
                    .satisfies(failure -> assertThat(((Refused) failure).hint()).isNotBlank());
        }
        for (Login login : List.of(new Login.Token("t"), new Login.Password(null, "p"))) {
            assertThatThrownBy(() -> open(login, LocalS3.BUCKET).stat("a"))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("takes no");
        }
    }

    @Test
    void bucket_thatIsNotThere_isMissing() {
        Login login = new Login.AccessKey(LocalS3.KEY, LocalS3.SECRET, null);
        assertThatThrownBy(() -> open(login, "no-such-bucket").stat(""))
                .isInstanceOf(Missing.class)
                .hasMessageContaining("bucket");
        assertThatThrownBy(() -> open(login, "no-such-bucket").list("", entry -> {}))
                .isInstanceOf(Missing.class);
        assertThatThrownBy(() -> put(open(login, "no-such-bucket"), "a", new byte[1]))
                .isInstanceOf(Missing.class);
    }

    private Place open(Login login, String bucket) throws IOException {
        PlaceContext context = PlaceContext.of(memory, LocalS3.logins(login), Map.of("endpoint", server.endpoint()));
        return new S3Provider().open(new Location("s3", null, bucket, -1, "", null), context);
    }
}
