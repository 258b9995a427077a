package reel.backend.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Location;
import reel.backend.place.PlaceContext;
import reel.backend.wire.Answer;
import reel.backend.wire.Call;
import reel.backend.wire.Percent;
import reel.backend.wire.TlsTrust;
import reel.backend.wire.Wire;

/// Authorized calls to one bucket, JSON API. What the server refuses is thrown by kind.
final class GcsBucket implements AutoCloseable {
    /// A page of a thousand objects, each with its metadata.
    private static final long MOST_JSON_BYTES = 32 << 20;

    private final String name;
    private final GcsOptions options;
    private final Wire wire;
    private final GcsIdentity identity;

    private GcsBucket(String name, GcsOptions options, Wire wire, GcsIdentity identity) {
        this.name = name;
        this.options = options;
        this.wire = wire;
        this.identity = identity;
    }

    static GcsBucket open(Location where, PlaceContext context, GcsOptions options) throws IOException {
        Wire wire = Wire.of(context, TlsTrust.of(options.caFile()));
        return new GcsBucket(where.host(), options, wire, new GcsIdentity(where, context.logins(), options));
    }

    /// What to ask.
    ///
    /// @param path encoded
    record Ask(
            String shown,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable Source body) {
        Ask query(String name, @Nullable String value) {
            if (value == null) {
                return this;
            }
            Map<String, String> more = new LinkedHashMap<>(query);
            more.put(name, value);
            return new Ask(shown, method, path, more, headers, body);
        }

        Ask header(String header, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Ask(shown, method, path, query, more, body);
        }

        Ask body(Source bytes) {
            return new Ask(shown, method, path, query, headers, bytes);
        }

        Ask json(JsonObject value) {
            return header("Content-Type", "application/json; charset=UTF-8")
                    .body(Source.of(value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    /// An object's own address.
    Ask object(String shown, String method, String key) {
        return plain(shown, method, "/storage/v1" + resource(key));
    }

    /// The address of all objects.
    Ask objects(String shown, String method) {
        return plain(shown, method, "/storage/v1/b/" + Percent.encode(name) + "/o");
    }

    /// Where uploads go.
    Ask uploads(String shown, String method) {
        return plain(shown, method, "/upload/storage/v1/b/" + Percent.encode(name) + "/o");
    }

    String resource(String key) {
        return "/b/" + Percent.encode(name) + "/o/" + Percent.encode(key);
    }

    private static Ask plain(String shown, String method, String path) {
        return new Ask(shown, method, path, Map.of(), Map.of(), null);
    }

    /// Any answer, which the caller closes.
    Answer once(Ask ask) throws IOException {
        StringBuilder target = new StringBuilder(ask.path());
        char mark = '?';
        for (Map.Entry<String, String> one : ask.query().entrySet()) {
            target.append(mark).append(Percent.encode(one.getKey())).append('=').append(Percent.encode(one.getValue()));
            mark = '&';
        }
        Map<String, String> headers = new TreeMap<>(ask.headers());
        @Nullable String authorization = identity.authorization();
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        return wire.send(
                new Call(ask.shown(), ask.method(), options.endpoint(), target.toString(), headers, ask.body()));
    }

    /// An answer of success, which the caller closes.
    Answer send(Ask ask) throws IOException {
        Answer answer = once(ask);
        if (answer.succeeded()) {
            return answer;
        }
        try (answer) {
            throw GcsFailure.read(ask.shown(), answer).meaning();
        }
    }

    JsonObject ask(Ask ask) throws IOException {
        try (Answer answer = send(ask)) {
            return json(ask.shown(), answer);
        }
    }

    static JsonObject json(String shown, Answer answer) throws IOException {
        try (InputStream in = answer.stream(MOST_JSON_BYTES)) {
            return Json.read(shown, in);
        }
    }

    /// The shortest wait for an answer so far; null before the first.
    @Nullable
    Duration roundTrip() {
        return wire.roundTrip();
    }

    @Override
    public void close() {
        wire.close();
    }
}
