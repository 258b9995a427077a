package reel.backend.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.backend.Source;
import reel.backend.wire.Call;
import reel.backend.wire.Host;
import reel.backend.wire.Percent;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Amazon's own signer is the second implementation.
final class SignerTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void signature_ofAnyCall_isAmazonsOwn(long seed) throws IOException {
        Random random = new Random(seed);
        boolean tls = random.nextBoolean();
        Host host = random.nextBoolean() ? Host.of(tls, "films.s3.eu-north-1.amazonaws.com") : new Host(tls, "h", 9000);
        String path = "/" + Percent.path("day 1/caf\u00e9 + (a)*'~!" + seed + "/.x");
        Map<String, String> query = new TreeMap<>();
        for (String name : List.of("uploads", "prefix", "a b", "A")) {
            if (random.nextBoolean()) {
                query.put(name, random.nextBoolean() ? "" : "v/" + name + "=+ \u00e9");
            }
        }
        Map<String, String> headers = new TreeMap<>(Map.of("x-amz-meta-mtime", "1.5", "If-Match", "\"t\""));
        if (random.nextBoolean()) {
            headers.put("Content-Type", " text/plain;  charset=x ");
        }
        byte @Nullable [] body = random.nextBoolean() ? "some bytes".getBytes(StandardCharsets.UTF_8) : null;
        @Nullable String session = random.nextBoolean() ? "session" : null;
        Call call = new Call(
                "thing", body == null ? "GET" : "PUT", host, path, headers, body == null ? null : Source.of(body));

        Map<String, String> ours =
                new Signer().sign(call, path, query, new Keypair("id", "secret", session), "eu-north-1", NOW, !tls);

        assertThat(ours.get("Authorization")).isEqualTo(amazons(call, path, query, body, session));
    }

    private static String amazons(
            Call call, String path, Map<String, String> query, byte @Nullable [] body, @Nullable String session) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(call.method()))
                .protocol(call.host().scheme())
                .host(call.host().name())
                .port(call.host().port())
                .encodedPath(path);
        query.forEach(request::putRawQueryParameter);
        call.headers().forEach(request::putHeader);
        AwsCredentialsIdentity keys = session == null
                ? AwsCredentialsIdentity.create("id", "secret")
                : AwsSessionCredentialsIdentity.create("id", "secret", session);
        SignRequest.Builder<AwsCredentialsIdentity> wanted = SignRequest.builder(keys)
                .request(request.build())
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-north-1")
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false);
        if (body != null) {
            wanted.payload(() -> new ByteArrayInputStream(body));
        }
        return AwsV4HttpSigner.create()
                .sign(wanted.build())
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }
}
