package reel.backend.s3;

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
import reel.backend.wire.Percent;
import reel.backend.wire.TlsTrust;
import reel.backend.wire.Wire;
import reel.backend.wire.Xml;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// Signed calls to one bucket. What the server refuses is thrown by kind; who calls gets answers of success
/// only.
///
/// Only one thing is tried a second time: a call to the wrong region, once, after the server named the right
/// one.
final class Bucket implements AutoCloseable {
    /// An answer that lists a thousand keys of the longest kind, each byte of them escaped, with room to spare.
    private static final long MOST_XML_BYTES = 8 << 20;

    private static final String NO_REGION = "us-east-1";

    private final String name;
    private final S3Options options;
    private final Wire wire;
    private final S3Identity identity;
    private final Signer signer = new Signer();
    private volatile @Nullable String region;

    private Bucket(String name, S3Options options, Wire wire, S3Identity identity) {
        this.name = name;
        this.options = options;
        this.wire = wire;
        this.identity = identity;
        this.region = options.region();
    }

    static Bucket open(Location where, PlaceContext context, S3Options options) throws IOException {
        Wire wire = Wire.of(context, TlsTrust.of(options.caFile()));
        return new Bucket(where.host(), options, wire, new S3Identity(where, context.logins(), options));
    }

    /// Whether it is Amazon's own.
    boolean isAmazon() {
        return options.endpoint() == null;
    }

    /// Whether the bodies of calls are signed, so that the server itself notices damaged ones.
    boolean signsBodies() {
        return !options.anonymous() && options.signsBodies(host());
    }

    String name() {
        return name;
    }

    /// What to ask: an object's key or the bucket itself.
    ///
    /// @param shown what messages call the thing
    /// @param key   empty for the bucket
    record Ask(
            String shown,
            String method,
            String key,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable Source body) {
        static Ask of(String shown, String method, String key) {
            return new Ask(shown, method, key, Map.of(), Map.of(), null);
        }

        Ask query(String... namesAndValues) {
            Map<String, String> more = new LinkedHashMap<>(query);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                more.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return new Ask(shown, method, key, more, headers, body);
        }

        Ask header(String header, @Nullable String value) {
            if (value == null) {
                return this;
            }
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Ask(shown, method, key, query, more, body);
        }

        Ask headers(Map<String, String> others) {
            Map<String, String> more = new TreeMap<>(headers);
            more.putAll(others);
            return new Ask(shown, method, key, query, more, body);
        }

        Ask body(Source bytes) {
            return new Ask(shown, method, key, query, headers, bytes);
        }
    }

    /// An answer of success, which the caller closes.
    Answer send(Ask ask) throws IOException {
        Answer answer = once(ask);
        boolean kept = false;
        try {
            if (answer.succeeded()) {
                kept = true;
                return answer;
            }
            S3Failure failure = S3Failure.read(ask.shown(), answer);
            if (!learnRegion(failure)) {
                throw explained(ask, failure);
            }
        } finally {
            if (!kept) {
                answer.close();
            }
        }
        Answer second = once(ask);
        if (second.succeeded()) {
            return second;
        }
        try (second) {
            throw S3Failure.read(ask.shown(), second).meaning();
        }
    }

    /// An answer of XML. Some calls succeed first and fail then, in the body.
    Xml ask(Ask ask) throws IOException {
        try (Answer answer = send(ask);
                InputStream in = answer.stream(MOST_XML_BYTES)) {
            Xml xml = Xml.read(ask.shown(), in);
            if (xml.name().equals("Error")) {
                throw S3Failure.of(ask.shown(), answer, xml).meaning();
            }
            return xml;
        }
    }

    /// An answer of which only the headers count.
    Answer done(Ask ask) throws IOException {
        try (Answer answer = send(ask)) {
            return answer;
        }
    }

    private Answer once(Ask ask) throws IOException {
        Host host = host();
        StringBuilder path = new StringBuilder();
        if (options.pathStyle()) {
            path.append('/').append(Percent.encode(name));
        }
        path.append('/').append(Percent.path(ask.key()));
        StringBuilder target = new StringBuilder(path);
        char mark = '?';
        for (Map.Entry<String, String> one : ask.query().entrySet()) {
            target.append(mark).append(Percent.encode(one.getKey())).append('=').append(Percent.encode(one.getValue()));
            mark = '&';
        }
        Call call = new Call(ask.shown(), ask.method(), host, target.toString(), ask.headers(), ask.body());
        @Nullable Keypair keys = identity.keys();
        if (keys != null) {
            call = call.with(signer.sign(
                    call, path.toString(), ask.query(), keys, region(), Instant.now(), options.signsBodies(host)));
        }
        return wire.send(call);
    }

    private Host host() {
        @Nullable Host endpoint = options.endpoint();
        if (endpoint != null) {
            return options.pathStyle()
                    ? endpoint
                    : new Host(endpoint.tls(), name + "." + endpoint.name(), endpoint.port());
        }
        Region where = Region.of(region());
        String suffix = where.metadata() == null
                ? "amazonaws.com"
                : where.metadata().partition().dnsSuffix();
        String service = "s3." + where.id() + "." + suffix;
        return Host.of(true, options.pathStyle() ? service : name + "." + service);
    }

    private String region() {
        @Nullable String known = region;
        if (known == null) {
            known = ownRegion();
            region = known;
        }
        return known;
    }

    private String ownRegion() {
        if (options.endpoint() != null && options.profile() == null) {
            @Nullable String told = System.getenv("AWS_REGION");
            return told == null ? NO_REGION : told;
        }
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            if (options.profile() != null) {
                chain.profileName(options.profile());
            }
            return chain.build().getRegion().id();
        } catch (SdkClientException none) {
            // The server will name the bucket's.
            return NO_REGION;
        }
    }

    /// Whether the failure names another region, which is used from now on.
    private boolean learnRegion(S3Failure failure) {
        @Nullable String told = failure.region();
        if (told == null || told.equals(region()) || !told.matches("[a-z0-9-]{2,40}")) {
            return false;
        }
        region = told;
        return true;
    }

    /// The answer to HEAD has no body, so that what is wrong with the login has to be asked for again.
    private IOException explained(Ask ask, S3Failure failure) throws IOException {
        if (!ask.method().equals("HEAD") || failure.status() != 400 && failure.status() != 403) {
            return failure.meaning();
        }
        try (Answer again = once(Ask.of(ask.shown(), "GET", ask.key()).header("Range", "bytes=0-0"))) {
            return again.succeeded()
                    ? failure.meaning()
                    : S3Failure.read(ask.shown(), again).meaning();
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
        identity.close();
    }
}
