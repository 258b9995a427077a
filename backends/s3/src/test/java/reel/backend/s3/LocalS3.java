package reel.backend.s3;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.stream.buffer.MemoryBudget;

/// S3Proxy, which speaks S3 and checks signatures, over memory, with one bucket.
final class LocalS3 implements AutoCloseable {
    static final String BUCKET = "films";
    static final String KEY = "test-key";
    static final String SECRET = "test-secret";

    private final S3Proxy server;
    private volatile TransientNio2BlobStore store = filled();

    private LocalS3() throws Exception {
        server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .stopTimeout(0)
                .v4MaxNonChunkedRequestSize(64 << 20)
                .build();
    }

    static LocalS3 start() throws Exception {
        LocalS3 local = new LocalS3();
        local.server.setBlobStoreLocator(
                (identity, container, blob) -> KEY.equals(identity) ? new AccessGrant(SECRET, local.store) : null);
        local.server.start();
        return local;
    }

    private static TransientNio2BlobStore filled() {
        TransientNio2BlobStore store = new TransientNio2BlobStore();
        store.createContainer(BUCKET);
        return store;
    }

    /// Forgets everything, quicker than starting again.
    void forget() {
        TransientNio2BlobStore before = store;
        store = filled();
        before.close();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    static Logins logins(@Nullable Login login) {
        return new Logins() {
            @Override
            public @Nullable Login known(Location where) {
                return login;
            }

            @Override
            public char @Nullable [] ask(Location where, String what) {
                return null;
            }
        };
    }

    static PlaceContext context(MemoryBudget memory, String endpoint, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("endpoint", endpoint));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return PlaceContext.of(memory, logins(new Login.AccessKey(KEY, SECRET, null)), all);
    }

    Place open(MemoryBudget memory, String path, String... options) throws java.io.IOException {
        Location where = new Location("s3", null, BUCKET, -1, path, null);
        return new S3Provider().open(where, context(memory, endpoint(), options));
    }

    @Override
    public void close() throws Exception {
        server.stop();
        store.close();
    }
}
