package reel.backend.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.wire.Call;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Signs calls, signature version 4.
///
/// Over TLS the body is not part of the signature, since nobody can change it there and its checksum is
/// signed as a header; in the clear its SHA-256 is, so that the server notices what was changed on the way.
final class Signer {
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /// @param path   encoded
    /// @param query  decoded
    /// @return the headers that the call needs besides its own
    Map<String, String> sign(
            Call call, String path, Map<String, String> query, AwsCredentialsIdentity keys, String region)
            throws IOException {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(call.method()))
                .protocol(call.host().scheme())
                .host(call.host().name())
                .port(call.host().port())
                .encodedPath(path);
        query.forEach(request::putRawQueryParameter);
        call.headers().forEach(request::putHeader);
        SignRequest.Builder<AwsCredentialsIdentity> wanted = SignRequest.builder(keys)
                .request(request.build())
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                .putProperty(
                        AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED,
                        !call.host().tls());
        @Nullable Source body = call.body();
        if (body != null) {
            wanted.payload(() -> new SourceStream(body));
        }
        try {
            SignedRequest signed = signer.sign(wanted.build());
            return added(call, signed.request().headers());
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } catch (RuntimeException failure) {
            if (failure.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private static Map<String, String> added(Call call, Map<String, List<String>> headers) {
        Map<String, String> added = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean own = lower.equals("host") || lower.equals("content-length");
            if (!own && !call.headers().containsKey(name)) {
                added.put(name, values.getFirst());
            }
        });
        return added;
    }

    /// A body as the stream that the signer reads.
    private static final class SourceStream extends InputStream {
        private final Source source;
        private long at;

        private SourceStream(Source source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at == source.size()) {
                return length == 0 ? 0 : -1;
            }
            int n = (int) Math.min(length, source.size() - at);
            source.read(at, MemorySegment.ofArray(into).asSlice(offset, n));
            at += n;
            return n;
        }
    }
}
