package reel.backend.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Source;
import reel.backend.place.DigestKind;
import reel.backend.place.Digester;
import reel.backend.place.Entry;
import reel.backend.place.Login;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.Refused;
import reel.stream.Transient;
import reel.stream.buffer.MemoryBudget;

/// What objects of Google do beyond the contract.
final class GcsBehaviourTest {
    private static final int PART = 1 << 20;
    private static final Instant TIME = Instant.parse("2019-03-04T05:06:07.123456789Z");

    private final MemoryBudget memory = MemoryBudget.tracked(64 << 20);
    private final LocalGcs server = started();

    private static LocalGcs started() {
        try {
            return LocalGcs.start();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        memory.close();
    }

    private Place open() throws IOException {
        return GcsPlaceTest.open(memory, server, "", new Login.Token(LocalGcs.TOKEN));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Source part(byte[] bytes, int at) {
        return Source.of(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PART)));
    }

    private static byte[] get(Place place, String path) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Reading reading = place.open(place.stat(path))) {
            reading.read(0, reading.entry().size(), piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toByteArray();
    }

    @Test
    void part_thatTheServerTakesInPieces_arrivesWholeAndOnce() throws IOException {
        byte[] bytes = noise(8 * PART + 300_001);
        server.mostTaken = 300_000;
        try (Place place = open();
                Writing writing = place.create(WriteRequest.replacing("a", bytes.length, PART))) {
            for (int at = 0; at < bytes.length; at += PART) {
                writing.write(at, part(bytes, at));
            }
            assertThat(server.names()).isEmpty();
            server.mostTaken = Integer.MAX_VALUE;
            writing.publish(TIME, Meta.NONE, Map.of());
            assertThat(get(place, "a")).isEqualTo(bytes);
            assertThat(server.uploaded).isEqualTo(bytes.length);
        }
    }

    @Test
    void part_thatFailed_comesAgainFromWhereTheServerIs() throws IOException {
        byte[] bytes = noise(6 * PART);
        try (Place place = open();
                Writing writing = place.create(WriteRequest.replacing("a", bytes.length, PART))) {
            writing.write(0, part(bytes, 0));
            server.busy.set(1);
            assertThatThrownBy(() -> writing.write(PART, part(bytes, PART)))
                    .isInstanceOfSatisfying(
                            Transient.class,
                            busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
            for (int at = PART; at < bytes.length; at += PART) {
                writing.write(at, part(bytes, at));
            }
            String sum = Digester.of(DigestKind.CRC32C, MemorySegment.ofArray(bytes));
            writing.publish(TIME, Meta.NONE, Map.of(DigestKind.CRC32C, sum));
            assertThat(get(place, "a")).isEqualTo(bytes);
            assertThat(place.stat("a").modified()).isEqualTo(TIME);
        }
    }

    @Test
    void goingOn_inTheMiddleOfAPart_sendsOnlyWhatIsMissing() throws IOException {
        byte[] bytes = noise(7 * PART + 5);
        WriteRequest request = WriteRequest.replacing("a", bytes.length, PART).telling(TIME, Meta.NONE);
        try (Place place = open()) {
            String token;
            try (Writing writing = place.create(request)) {
                token = Objects.requireNonNull(writing.token());
                for (int at = 0; at < 3 * PART; at += PART) {
                    writing.write(at, part(bytes, at));
                }
                writing.suspend();
            }
            try (Writing writing = place.create(request.resuming(token))) {
                assertThat(writing.stored()).hasSize(3).containsEntry(0L, (long) PART);
                for (int at = 3 * PART; at < bytes.length; at += PART) {
                    writing.write(at, part(bytes, at));
                }
                writing.publish(TIME, Meta.NONE, Map.of());
            }
            assertThat(get(place, "a")).isEqualTo(bytes);
            assertThat(server.uploaded).isEqualTo(bytes.length);
        }
    }

    @Test
    void wholeSum_thatIsWrong_publishesNothing() throws IOException {
        byte[] bytes = noise(5 * PART + 1);
        String wrong = Digester.of(DigestKind.CRC32C, MemorySegment.ofArray(new byte[] {1}));
        try (Place place = open();
                Writing writing = place.create(WriteRequest.replacing("a", bytes.length, PART))) {
            for (int at = 0; at < bytes.length; at += PART) {
                writing.write(at, part(bytes, at));
            }
            assertThatThrownBy(() -> writing.publish(TIME, Meta.NONE, Map.of(DigestKind.CRC32C, wrong)))
                    .isInstanceOf(Corrupt.class);
        }
        assertThat(server.names()).isEmpty();
        assertThat(server.unfinished()).isZero();
    }

    @Test
    void largeFile_whereNoneMayBe_isConflictAtItsEnd() throws IOException {
        byte[] bytes = noise(5 * PART);
        try (Place place = open()) {
            WriteRequest request = new WriteRequest("a", bytes.length, PART, WriteRequest.Existing.FAIL, null);
            try (Writing first = place.create(request);
                    Writing second = place.create(request)) {
                for (Writing writing : new Writing[] {first, second}) {
                    for (int at = 0; at < bytes.length; at += PART) {
                        writing.write(at, part(bytes, at));
                    }
                }
                first.publish(TIME, Meta.NONE, Map.of());
                assertThatThrownBy(() -> second.publish(TIME, Meta.NONE, Map.of()))
                        .isInstanceOf(Conflict.class);
            }
        }
    }

    @Test
    void times_areToldByListings() throws IOException {
        try (Place place = open()) {
            Entry published;
            try (Writing writing = place.create(WriteRequest.replacing("a", 1, PART))) {
                writing.write(0, Source.of(new byte[1]));
                published = writing.publish(TIME, Meta.NONE, Map.of());
            }
            place.list("", entry -> assertThat(entry).isEqualTo(published));
            assertThat(published.modified()).isEqualTo(TIME);
        }
    }

    @Test
    void serviceAccount_ofAFile_isExchangedForAToken(@TempDir Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        JsonObject account = new JsonObject();
        account.addProperty("type", "service_account");
        account.addProperty("client_id", "1");
        account.addProperty("client_email", "reel@films.iam.gserviceaccount.com");
        account.addProperty("private_key_id", "1");
        account.addProperty(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        account.addProperty("token_uri", server.endpoint() + "/token");
        Path file = folder.resolve("key.json");
        Files.writeString(file, account.toString());
        try (Place place = GcsPlaceTest.open(memory, server, "", null, "key-file", file.toString())) {
            assertThat(place.stat("").isFolder()).isTrue();
            assertThat(server.assertion).contains("assertion=");
        }
    }

    @Test
    void login_thatIsWrong_isRefused(@TempDir Path folder) throws IOException {
        try (Place place = GcsPlaceTest.open(memory, server, "", new Login.Token("another"))) {
            assertThatThrownBy(() -> place.stat("a"))
                    .isInstanceOf(Refused.class)
                    .hasMessageNotContaining("another");
        }
        try (Place place = GcsPlaceTest.open(memory, server, "", new Login.AccessKey("id", "secret", null))) {
            assertThatThrownBy(() -> place.stat("a"))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.hint()).contains("s3://"));
        }
        Path file = folder.resolve("key.json");
        Files.writeString(file, "{}");
        try (Place place = GcsPlaceTest.open(memory, server, "", null, "key-file", file.toString())) {
            assertThatThrownBy(() -> place.stat("a")).isInstanceOf(Refused.class);
        }
    }

    @Test
    void bucket_thatIsNotThere_isMissing() throws IOException {
        reel.backend.place.Location where = new reel.backend.place.Location("gs", null, "nowhere", -1, "", null);
        try (Place open = open();
                Place place = new GcsProvider()
                        .open(
                                where,
                                reel.backend.place.PlaceContext.of(
                                        memory,
                                        new reel.backend.place.Logins() {
                                            @Override
                                            public Login known(reel.backend.place.Location at) {
                                                return new Login.Token(LocalGcs.TOKEN);
                                            }

                                            @Override
                                            public char @org.jspecify.annotations.Nullable [] ask(
                                                    reel.backend.place.Location at, String what) {
                                                return null;
                                            }
                                        },
                                        Map.of("endpoint", server.endpoint())))) {
            assertThat(open.stat("").isFolder()).isTrue();
            assertThatThrownBy(() -> place.stat("")).isInstanceOf(Missing.class).hasMessageContaining("bucket");
        }
    }
}
