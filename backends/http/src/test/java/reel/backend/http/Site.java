package reel.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Login;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.backend.wire.ScriptedServer;
import reel.stream.buffer.MemoryBudget;

/// A web server whose answers a test writes, right or wrong, and that remembers what it was asked.
final class Site implements AutoCloseable {
    /// Behind an answer: nothing more comes, and the connection stays.
    static final String STALL = "\0stall";

    /// Behind an answer: the connection ends.
    static final String CUT = "\0cut";

    /// Patience of a test that is about silence; in others a busy machine must not look like one.
    private static final Duration SILENCE = Duration.ofMillis(300);

    private final ScriptedServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /// @param headers by name in lower case
    record Request(String method, String target, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean is(String wanted) {
            return (method + " " + target).equals(wanted);
        }
    }

    /// Writes answers: everything that goes over the wire, one character a byte.
    @FunctionalInterface
    interface Pages {
        String answer(Request request) throws Exception;
    }

    Site(Pages pages) throws IOException {
        server = ScriptedServer.start((head, in, out) -> serve(pages, head, in, out));
    }

    private boolean serve(Pages pages, String head, InputStream in, OutputStream out) throws Exception {
        List<String> lines = head.lines().toList();
        String[] first = lines.getFirst().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        Request request = new Request(first[0], first[1], headers, new String(body, StandardCharsets.ISO_8859_1));
        requests.add(request);
        String answer = pages.answer(request);
        ScriptedServer.say(out, answer.replace(STALL, "").replace(CUT, ""));
        if (answer.endsWith(STALL)) {
            // Until the other side has had enough.
            return in.read() >= 0;
        }
        return !answer.endsWith(CUT);
    }

    /// An answer with a body and its length.
    static String say(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Said\r\n" + lines(headers) + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    /// An answer to HEAD: the length and no body.
    static String head(int status, String headers, long length) {
        return "HTTP/1.1 " + status + " Said\r\n" + lines(headers) + "Content-Length: " + length + "\r\n\r\n";
    }

    /// An answer of exactly these headers and this body.
    static String raw(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Said\r\n" + lines(headers) + "\r\n" + body;
    }

    private static String lines(String headers) {
        return headers.isEmpty() ? "" : headers.replace("\n", "\r\n") + "\r\n";
    }

    List<Request> requests() {
        return requests;
    }

    int port() {
        return server.host(false).port();
    }

    Location at(String scheme, String path, @Nullable String query) {
        return new Location(scheme, null, "127.0.0.1", port(), path, query);
    }

    Place open(String path) throws IOException {
        return open(at("http", path, null), Logins.NONE, Map.of("webdav", "false"));
    }

    static Place open(Location where, Logins logins, Map<String, String> options) throws IOException {
        return open(where, logins, options, PlaceContext.SILENCE);
    }

    /// With little patience.
    Place openImpatiently(String path) throws IOException {
        return open(at("http", path, null), Logins.NONE, Map.of("webdav", "false"), SILENCE);
    }

    private static Place open(Location where, Logins logins, Map<String, String> options, Duration silence)
            throws IOException {
        return new HttpProvider()
                .open(
                        where,
                        new PlaceContext(
                                MemoryBudget.tracked(16 << 20), logins, options, 8, PlaceContext.CONNECT, silence));
    }

    /// Knows one login, for this location's host.
    static Logins knowing(Login login) {
        return new Logins() {
            @Override
            public Login known(Location where) {
                return login;
            }

            @Override
            public char @Nullable [] ask(Location where, String what) {
                return null;
            }
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
