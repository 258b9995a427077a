package reel.backend.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.Source;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.PlaceContext;
import reel.backend.wire.Answer;
import reel.backend.wire.Call;
import reel.backend.wire.Host;
import reel.backend.wire.Interruption;
import reel.backend.wire.Percent;
import reel.backend.wire.TlsTrust;
import reel.backend.wire.Wire;
import reel.stream.Corrupt;
import reel.stream.Refused;

/// Sends requests to one server: logs in when it is asked to, and follows redirects, never with the login to
/// another host and never out of TLS. Thread-safe.
final class Caller implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;

    private final Location where;
    private final Wire wire;
    private final Logins logins;
    private final boolean insecureLogin;
    private final Url root;
    private final int most;
    private @Nullable String authorization;
    private boolean asked;

    private Caller(Location where, Wire wire, PlaceContext context, boolean insecureLogin, Url root) {
        this.where = where;
        this.wire = wire;
        this.logins = context.logins();
        this.insecureLogin = insecureLogin;
        this.root = root;
        this.most = context.most();
    }

    static Caller of(Location where, PlaceContext context, HttpOptions options) throws IOException {
        if (where.host().isEmpty()) {
            throw new Refused(where.toString(), "names no server", "Write it like https://host/path.");
        }
        boolean tls = where.scheme().endsWith("s");
        Host host = new Host(tls, where.host(), where.port() < 0 ? tls ? 443 : 80 : where.port());
        String path = where.path().startsWith("/") ? where.path() : "/" + where.path();
        @Nullable String query = where.query();
        Url root = new Url(host, Percent.path(path), query == null ? null : encoded(query));
        Wire wire = Wire.of(context, TlsTrust.of(options.caFile()));
        return new Caller(where, wire, context, options.insecureLogin(), root);
    }

    /// A query as the user wrote it, with only what cannot travel encoded.
    private static String encoded(String query) {
        StringBuilder out = new StringBuilder();
        for (byte b : query.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            out.append(c <= ' ' || c >= 0x7f || c == '#' || c == '"' ? "%%%02X".formatted((int) c) : c);
        }
        return out.toString();
    }

    Url root() {
        return root;
    }

    Location where() {
        return where;
    }

    int most() {
        return most;
    }

    /// Sends a request that may come to another address; the caller closes the answer, whatever its status.
    ///
    /// A redirect that only adds the slash of a folder is not followed: it tells that a folder is there. Neither
    /// is one of what changes something, except where the server asks for the same again (307, 308) and there is
    /// nothing to be sent along.
    ///
    /// @param shown what messages call the thing it is about
    Answer send(String shown, String method, Url url, Map<String, String> headers, @Nullable Source body)
            throws IOException {
        Url at = url;
        for (int redirects = 0; ; redirects++) {
            Answer answer = sendLoggedIn(shown, method, at, headers, body);
            @Nullable String to = answer.status() / 100 == 3 ? answer.header("location") : null;
            boolean reads = method.equals("GET") || method.equals("HEAD");
            boolean same = answer.status() == 307 || answer.status() == 308;
            if (to == null || !reads && (!same || body != null)) {
                return answer;
            }
            @Nullable Url next = at.resolve(to);
            if (next != null && at.isSlashedBy(next)) {
                return answer;
            }
            answer.close();
            at = checked(shown, at, to, next, redirects);
        }
    }

    /// @param next what `to` means; null where it leads nowhere on the web
    private static Url checked(String shown, Url at, String to, @Nullable Url next, int redirects) throws IOException {
        if (redirects == MOST_REDIRECTS) {
            throw new Corrupt(
                    shown, -1, "an answer", "more than " + MOST_REDIRECTS + " redirects", "Check the address.", null);
        }
        if (next == null) {
            throw new Corrupt(
                    shown,
                    -1,
                    "a redirect to a web address",
                    '"' + to + '"',
                    "Name where it lies yourself if you trust it.",
                    null);
        }
        if (at.host().tls() && !next.host().tls()) {
            throw new Refused(
                    shown,
                    "the server sends on to an address without TLS",
                    "Name " + next.host() + " yourself if you trust it.");
        }
        return next;
    }

    private Answer sendLoggedIn(String shown, String method, Url at, Map<String, String> headers, @Nullable Source body)
            throws IOException {
        boolean home = at.host().equals(root.host());
        @Nullable String login = home ? authorization() : null;
        Answer answer = sendOnce(shown, method, at, headers, body, login);
        if (answer.status() != 401 || !home) {
            return answer;
        }
        boolean another;
        try {
            another = login(at, login);
        } catch (IOException | RuntimeException failure) {
            answer.close();
            throw failure;
        }
        if (!another) {
            return answer;
        }
        answer.close();
        return sendOnce(shown, method, at, headers, body, authorization());
    }

    private Answer sendOnce(
            String shown,
            String method,
            Url at,
            Map<String, String> headers,
            @Nullable Source body,
            @Nullable String login)
            throws IOException {
        Interruption.check(shown);
        Map<String, String> all = new HashMap<>(headers);
        all.put("User-Agent", "reel");
        all.put("Accept-Encoding", "identity");
        if (login != null) {
            all.put("Authorization", login);
        }
        return wire.send(new Call(shown, method, at.host(), at.target(), all, body));
    }

    private synchronized @Nullable String authorization() {
        return authorization;
    }

    /// Looks for a login after the server wanted one; several may come here at once, one of them looks.
    ///
    /// @param tried the login that was not enough
    /// @return whether there is one that was not tried
    private synchronized boolean login(Url at, @Nullable String tried) throws IOException {
        if (authorization != null && !authorization.equals(tried)) {
            return true;
        }
        if (asked) {
            return false;
        }
        if (!at.host().tls() && !insecureLogin && !loopback(at.host().name())) {
            throw new Refused(
                    where.toString(),
                    "wants a login, which would travel in the clear",
                    "Use https://, or set the option insecure-login=true on a network that you trust.");
        }
        asked = true;
        @Nullable Login known = logins.known(where);
        if (known == null) {
            known = askedFor();
        }
        authorization = known == null ? null : header(known);
        return authorization != null;
    }

    private @Nullable Login askedFor() throws IOException {
        @Nullable String user = where.user();
        char @Nullable [] secret = user == null ? null : logins.ask(where, "password of " + user + "@" + where.host());
        return user == null || secret == null ? null : new Login.Password(user, new String(secret));
    }

    private @Nullable String header(Login login) throws Refused {
        return switch (login) {
            case Login.Anonymous none -> null;
            case Login.Token token -> "Bearer " + token.secret();
            case Login.AccessKey key -> basic(key.id(), key.secret());
            case Login.Password password -> {
                @Nullable String user = where.user() != null ? where.user() : password.user();
                if (user == null) {
                    throw new Refused(where.toString(), "has a password, but no user", "Write user@ before the host.");
                }
                yield basic(user, password.secret());
            }
            case Login.SshKey key ->
                throw new Refused(where.toString(), "takes no ssh key", "Give a password or a token.");
        };
    }

    private static String basic(String user, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    static boolean loopback(String name) {
        return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
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
