package reel.backend.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reel.backend.Source;
import reel.backend.place.Entry;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Meta;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.place.Reading;
import reel.backend.place.WriteRequest;
import reel.backend.place.Writing;
import reel.backend.wire.HttpTime;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// Servers that are busy, elsewhere, wrong or that lie.
@Timeout(60)
final class S3HostileTest {
    private static final String TAG = "\"0123456789abcdef0123456789abcdef\"";

    private final MemoryBudget memory = MemoryBudget.tracked(16 << 20);
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server = unused();

    /// Answers one call.
    @FunctionalInterface
    private interface Script {
        void answer(HttpExchange exchange) throws Exception;
    }

    private static HttpServer unused() {
        try {
            return HttpServer.create();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Place serve(Script script, String... options) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                script.answer(exchange);
            } catch (IOException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IOException(failure);
            }
        });
        server.start();
        PlaceContext usual = LocalS3.context(
                memory, "http://127.0.0.1:" + server.getAddress().getPort(), options);
        PlaceContext context = new PlaceContext(
                memory, usual.logins(), usual.options(), 4, Duration.ofSeconds(10), Duration.ofMillis(500));
        return new S3Provider().open(new Location("s3", null, "films", -1, "", null), context);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        memory.close();
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        say(exchange, status, "<Error><Code>" + code + "</Code><Message>because</Message></Error>");
    }

    private static Entry told(long size) {
        return new Entry("a", Entry.Kind.FILE, size, Instant.EPOCH, TAG, Meta.NONE, Map.of());
    }

    private static byte[] read(Place place, long size, long offset, long length) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Reading reading = place.open(told(size))) {
            reading.read(offset, length, piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        }
        return all.toByteArray();
    }

    private static Entry listed(long size) {
        return new Entry("a", Entry.Kind.FILE, size, null, TAG, Meta.NONE, Map.of());
    }

    /// A listing tells no times; that of a small object comes with its bytes, without a call of its own.
    @Test
    void open_smallObjectOfAListing_isOneCall() throws IOException {
        try (Place place = serve(exchange -> {
            exchange.getResponseHeaders().add("ETag", TAG);
            exchange.getResponseHeaders().add("x-amz-meta-mtime", "1551675967.5");
            say(exchange, 200, "abc");
        })) {
            try (Reading reading = place.open(listed(3))) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                reading.read(1, 2, piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
                reading.read(0, 3, piece -> all.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));

                assertThat(reading.entry().modified()).isEqualTo(Instant.parse("2019-03-04T05:06:07.5Z"));
                assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo("bcabc");
                assertThatThrownBy(() -> reading.read(1, 3, piece -> {})).isInstanceOf(Refused.class);
            }
            assertThat(asked).hasSize(1).first().asString().startsWith("GET");
        }
    }

    private void tellsTime(HttpExchange exchange, String tag, long size) throws IOException {
        exchange.getResponseHeaders().add("ETag", tag);
        exchange.getResponseHeaders().add("x-amz-meta-mtime", "1551675967.5");
        exchange.getResponseHeaders().add("Content-Length", Long.toString(size));
        exchange.sendResponseHeaders(200, -1);
    }

    @Test
    void open_largeObjectOfAListing_asksForItsTimeAndFetchesNothing() throws IOException {
        long size = (1 << 20) + 1;
        try (Place place = serve(exchange -> tellsTime(exchange, TAG, size))) {
            try (Reading reading = place.open(listed(size))) {
                assertThat(reading.entry().modified()).isEqualTo(Instant.parse("2019-03-04T05:06:07.5Z"));
            }
            assertThat(asked).hasSize(1).first().asString().startsWith("HEAD");
        }
    }

    @Test
    void open_objectThatIsAnotherSinceItWasListed_isConflict() throws IOException {
        try (Place place = serve(exchange -> tellsTime(exchange, "\"another\"", 2 << 20))) {
            assertThatThrownBy(() -> place.open(listed(2 << 20)).close())
                    .isInstanceOf(Conflict.class)
                    .hasMessageContaining("since it was listed");
        }
    }

    @Test
    void open_smallObjectWithoutMemoryForIt_asksForItsTime() throws IOException {
        try (Lease all = memory.lease(memory.limitBytes());
                Place place = serve(exchange -> tellsTime(exchange, TAG, 3))) {
            assertThat(all.bytes()).isEqualTo(memory.limitBytes());
            try (Reading reading = place.open(listed(3))) {
                assertThat(reading.entry().modified()).isEqualTo(Instant.parse("2019-03-04T05:06:07.5Z"));
            }
            assertThat(asked).hasSize(1).first().asString().startsWith("HEAD");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503,SlowDown,Transient",
        "500,InternalError,Transient",
        "429,,Transient",
        "403,AccessDenied,Refused",
        "403,InvalidAccessKeyId,Refused",
        "403,SignatureDoesNotMatch,Refused",
        "400,ExpiredToken,Refused",
        "404,NoSuchKey,Missing",
        "404,NoSuchBucket,Missing",
        "412,PreconditionFailed,Conflict",
        "409,ConditionalRequestConflict,Transient",
        "400,BadDigest,Transient",
        "403,InvalidObjectState,Refused",
        "507,,Exhausted",
        "418,Teapot,Refused"
    })
    void refusal_isToldByWhatTheCallerCanDo(int status, String code, String kind) throws IOException {
        try (Place place = serve(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            refuse(exchange, status, code == null ? "" : code);
        })) {
            assertThatThrownBy(() -> read(place, 10, 0, 10)).satisfies(failure -> {
                assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
                assertThat(((ReelException) failure).thing()).isEqualTo("s3://films/a");
                if (failure instanceof Transient busy) {
                    assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                }
            });
        }
    }

    @Test
    void clock_thatIsWrong_isNamed() throws IOException {
        try (Place place = serve(exchange -> {
            exchange.getResponseHeaders()
                    .set("Date", HttpTime.date(Instant.now().minusSeconds(7200)));
            refuse(exchange, 403, "RequestTimeTooSkewed");
        })) {
            assertThatThrownBy(() -> place.list("", entry -> {}))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("clock");
        }
    }

    @Test
    void region_thatIsAnother_isLearntOnce() throws IOException {
        try (Place place = serve(exchange -> {
            String signed = exchange.getRequestHeaders().getFirst("Authorization");
            if (signed.contains("/eu-north-1/")) {
                say(exchange, 200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
            } else {
                exchange.getResponseHeaders().add("x-amz-bucket-region", "eu-north-1");
                refuse(exchange, 400, "AuthorizationHeaderMalformed");
            }
        })) {
            place.list("", entry -> {});
            place.list("", entry -> {});
            assertThat(asked).hasSize(3);
        }
    }

    @Test
    void region_thatNeverFits_isRefusedAndNoLoop() throws IOException {
        try (Place place = serve(exchange -> {
            exchange.getResponseHeaders().add("x-amz-bucket-region", "eu-north-" + asked.size());
            exchange.getResponseHeaders().add("Location", "http://elsewhere.invalid/");
            refuse(exchange, 301, "PermanentRedirect");
        })) {
            assertThatThrownBy(() -> place.list("", entry -> {}))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("region");
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void range_thatIsAnother_isNeverHandedOn() throws IOException {
        try (Place place = serve(exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-4/10");
            exchange.getResponseHeaders().add("ETag", TAG);
            say(exchange, 206, "01234");
        })) {
            assertThatThrownBy(() -> read(place, 10, 5, 5)).isInstanceOf(Corrupt.class);
            assertThat(read(place, 10, 0, 5)).isEqualTo("01234".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> read(place, 12, 0, 5)).isInstanceOf(reel.stream.Conflict.class);
        }
    }

    @Test
    void server_withoutRanges_isCorruptAndNotTheWrongBytes() throws IOException {
        try (Place place = serve(exchange -> say(exchange, 200, "0123456789"))) {
            assertThatThrownBy(() -> read(place, 10, 5, 5)).isInstanceOf(Corrupt.class);
            assertThat(read(place, 10, 0, 10)).hasSize(10);
            assertThatThrownBy(() -> read(place, 9, 0, 9)).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void server_thatStalls_isTransientInTime() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (Place place = serve(exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('0');
            exchange.getResponseBody().flush();
            assertThat(over.await(50, TimeUnit.SECONDS)).isTrue();
        })) {
            assertThatThrownBy(() -> read(place, 10, 0, 10)).isInstanceOf(Transient.class);
            over.countDown();
        }
    }

    @Test
    void listing_thatNeverEnds_isCorrupt() throws IOException {
        try (Place place = serve(exchange -> say(
                exchange,
                200,
                "<ListBucketResult><IsTruncated>true</IsTruncated>"
                        + "<NextContinuationToken>same</NextContinuationToken></ListBucketResult>"))) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void listing_ofAnotherFolder_isCorrupt() throws IOException {
        try (Place place = serve(exchange -> say(
                exchange,
                200,
                "<ListBucketResult><Contents><Key>a/b</Key><Size>-5</Size></Contents></ListBucketResult>"))) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void page_ofAProxy_isNotTakenForAnAnswer() throws IOException {
        try (Place place = serve(exchange -> say(exchange, 200, "<html><body>Log in to the hotel</body>"))) {
            assertThatThrownBy(() -> place.list("", entry -> {})).isInstanceOf(Corrupt.class);
        }
    }

    @Test
    void completion_thatFailsInItsBody_isNoSuccess() throws IOException {
        try (Place place = serve(exchange -> {
            exchange.getResponseHeaders().add("ETag", TAG);
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (query.startsWith("uploads")) {
                say(
                        exchange,
                        200,
                        "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>");
            } else if (exchange.getRequestMethod().equals("POST")) {
                say(exchange, 200, "<Error><Code>InternalError</Code></Error>");
            } else {
                say(exchange, exchange.getRequestMethod().equals("DELETE") ? 204 : 200, "");
            }
        })) {
            int part = 5 << 20;
            try (Writing writing = place.create(WriteRequest.replacing("a", part + 1, part))) {
                writing.write(0, Source.of(new byte[part]));
                writing.write(part, Source.of(new byte[1]));
                assertThatThrownBy(() -> writing.publish(null, Meta.NONE, Map.of()))
                        .isInstanceOf(Transient.class);
            }
            assertThat(asked.getLast()).startsWith("DELETE");
        }
    }

    @Test
    void server_thatIgnoresConditions_isRefusedForCreating() throws IOException {
        try (Place place = serve(exchange -> {
            exchange.getResponseHeaders().add("ETag", TAG);
            say(exchange, exchange.getRequestMethod().equals("DELETE") ? 204 : 200, "");
        })) {
            WriteRequest request = new WriteRequest("a", 1, 5 << 20, WriteRequest.Existing.FAIL, null);
            try (Writing writing = place.create(request)) {
                writing.write(0, Source.of(new byte[1]));
                assertThatThrownBy(() -> writing.publish(Instant.EPOCH, Meta.NONE, Map.of()))
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused -> assertThat(refused.hint()).contains("atomic-create"));
            }
            assertThat(asked).noneMatch(call -> call.startsWith("PUT /films/a "));
            assertThat(asked.getLast()).startsWith("DELETE /films/.reel-probe-");
        }
    }

    @Test
    void server_thatKnowsNoSums_getsBodiesAllTheSame() throws IOException {
        try (Place place = serve(exchange -> {
            if (exchange.getRequestHeaders().containsKey("x-amz-checksum-crc32c")) {
                refuse(exchange, 501, "NotImplemented");
                return;
            }
            exchange.getResponseHeaders().add("ETag", TAG);
            say(exchange, 200, "");
        })) {
            for (int i = 0; i < 2; i++) {
                try (Writing writing = place.create(WriteRequest.replacing("a", 1, 5 << 20))) {
                    writing.write(0, Source.of(new byte[1]));
                    Entry entry = writing.publish(Instant.EPOCH, Meta.NONE, Map.of());
                    assertThat(entry.version()).isEqualTo(TAG);
                }
            }
            assertThat(asked).hasSize(3);
        }
    }

    @Test
    void options_thatAreUnknownOrWrong_areRefused() {
        for (Map<String, String> options : List.of(
                Map.of("regoin", "x"),
                Map.of("path-style", "maybe"),
                Map.of("times", "now"),
                Map.of("endpoint", "minio:9000"))) {
            assertThatThrownBy(() -> S3Options.of(options, Map.of())).isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> new S3Provider()
                        .open(
                                new Location("s3", "me", "b", -1, "", null),
                                PlaceContext.of(memory, LocalS3.logins(new Login.Anonymous()), Map.of())))
                .isInstanceOf(Refused.class);
    }

    @Test
    void endpoint_ofTheEnvironment_counts() throws IOException {
        S3Options options = S3Options.of(Map.of(), Map.of("AWS_ENDPOINT_URL", "https://minio.local:9000"));
        assertThat(Objects.requireNonNull(options.endpoint()).header()).isEqualTo("minio.local:9000");
        assertThat(options.pathStyle()).isTrue();
    }
}
