package reel.backend.azure;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Location;
import reel.backend.place.PlaceContext;
import reel.backend.wire.Answer;
import reel.backend.wire.Call;
import reel.backend.wire.Host;
import reel.backend.wire.HttpTime;
import reel.backend.wire.Percent;
import reel.backend.wire.TlsTrust;
import reel.backend.wire.Wire;
import reel.backend.wire.Xml;

/// Authorized calls to one container. What the server refuses is thrown by kind.
final class Container implements AutoCloseable {
    /// Of the REST API; every account understands it, and emulators do.
    private static final String VERSION = "2021-12-02";

    /// An answer that lists five thousand blobs with all their properties, or fifty thousand blocks.
    private static final long MOST_XML_BYTES = 32 << 20;

    private final String account;
    private final String name;
    private final AzureOptions options;
    private final Wire wire;
    private final Identities identities;

    private Container(String account, String name, AzureOptions options, Wire wire, Identities identities) {
        this.account = account;
        this.name = name;
        this.options = options;
        this.wire = wire;
        this.identities = identities;
    }

    static Container open(Location where, String name, PlaceContext context, AzureOptions options) throws IOException {
        Wire wire = Wire.of(context, TlsTrust.of(options.caFile()));
        return new Container(
                where.host(), name, options, wire, new Identities(where, context, options, System.getenv()));
    }

    /// What to ask: a blob, or the container itself.
    ///
    /// @param shown what messages call the thing
    /// @param blob  empty for the container
    record Ask(
            String shown,
            String method,
            String blob,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable Source body) {
        static Ask of(String shown, String method, String blob) {
            return new Ask(shown, method, blob, Map.of(), Map.of(), null);
        }

        Ask query(String... namesAndValues) {
            Map<String, String> more = new LinkedHashMap<>(query);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                more.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return new Ask(shown, method, blob, more, headers, body);
        }

        Ask header(String header, @Nullable String value) {
            if (value == null) {
                return this;
            }
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Ask(shown, method, blob, query, more, body);
        }

        Ask body(Source bytes) {
            return new Ask(shown, method, blob, query, headers, bytes);
        }
    }

    /// An answer of success, which the caller closes.
    Answer send(Ask ask) throws IOException {
        Answer answer = wire.send(call(ask));
        if (answer.succeeded()) {
            return answer;
        }
        try (answer) {
            throw AzureFailure.read(ask.shown(), answer).meaning();
        }
    }

    Xml ask(Ask ask) throws IOException {
        try (Answer answer = send(ask);
                InputStream in = answer.stream(MOST_XML_BYTES)) {
            return Xml.read(ask.shown(), in);
        }
    }

    /// An answer of which only the headers count.
    Answer done(Ask ask) throws IOException {
        try (Answer answer = send(ask)) {
            return answer;
        }
    }

    /// The address of a blob, for a copy on the server.
    String address(String blob) throws IOException {
        String plain = host().toString() + path(blob);
        return identities.identity() instanceof Identity.Sas sas ? plain + "?" + sas.query() : plain;
    }

    private Call call(Ask ask) throws IOException {
        Identity identity = identities.identity();
        String path = path(ask.blob());
        StringBuilder target = new StringBuilder(path);
        char mark = '?';
        for (Map.Entry<String, String> one : ask.query().entrySet()) {
            target.append(mark).append(Percent.encode(one.getKey())).append('=').append(Percent.encode(one.getValue()));
            mark = '&';
        }
        Map<String, String> headers = new TreeMap<>(ask.headers());
        headers.put("x-ms-version", VERSION);
        headers.put("x-ms-date", HttpTime.date(Instant.now()));
        @Nullable Source body = ask.body();
        long length = body == null ? 0 : body.size();
        switch (identity) {
            case Identity.SharedKey shared ->
                headers.put(
                        "Authorization",
                        SharedKeySignature.of(account, shared.key(), ask.method(), path, ask.query(), headers, length));
            case Identity.Sas sas -> target.append(mark).append(sas.query());
            case Identity.Bearer bearer -> headers.put("Authorization", "Bearer " + bearer.token());
            case Identity.Nobody nobody -> {}
        }
        return new Call(ask.shown(), ask.method(), host(), target.toString(), headers, body);
    }

    private String path(String blob) {
        String path = (options.pathStyle() ? "/" + account : "") + "/" + Percent.encode(name);
        return blob.isEmpty() ? path : path + "/" + Percent.path(blob);
    }

    private Host host() {
        @Nullable Host endpoint = options.endpoint();
        return endpoint != null ? endpoint : Host.of(true, account + ".blob.core.windows.net");
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
