package reel.backend.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server of our own that answers as Google Cloud Storage does, after its documentation, over memory.
///
/// It keeps: preconditions by generation, at the end of an upload too; the resumable protocol (308 and the
/// range that is there, only multiples of 256 KiB before the end, ends told by total, status queries,
/// cancelling by 499, ids that are unknown or over); CRC-32C and MD5 of what is uploaded, compared with what
/// the description or `X-Goog-Hash` claims; listings in the order of UTF-8 with prefixes and pages; ranges;
/// rewriting in several calls; bearer tokens, and the exchange of a service account's signed assertion for
/// one.
final class LocalGcs implements AutoCloseable {
    static final String BUCKET = "films";
    static final String TOKEN = "token-of-the-tests";

    private static final int GRAIN = 256 << 10;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final HttpServer server;
    private final GcsObjects objects = new GcsObjects();
    private final Map<String, Upload> uploads = new HashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    /// The most bytes that one call of a session takes; the rest has to come again.
    volatile int mostTaken = Integer.MAX_VALUE;

    /// Calls to be answered by a passing fault first.
    final AtomicInteger busy = new AtomicInteger();

    /// What arrived through sessions, all together.
    volatile long uploaded;

    /// The form that asked for a token last.
    volatile String assertion = "";

    /// An unfinished upload.
    private static final class Upload {
        final JsonObject description;
        final @Nullable String onlyIf;
        byte[] bytes = {};
        boolean over;

        Upload(JsonObject description, @Nullable String onlyIf) {
            this.description = description;
            this.onlyIf = onlyIf;
        }
    }

    private LocalGcs(HttpServer server) {
        this.server = server;
    }

    static LocalGcs start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        LocalGcs local = new LocalGcs(http);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", exchange -> {
            try (exchange) {
                try {
                    local.serve(exchange);
                } catch (GcsObjects.Refusal refusal) {
                    refuse(exchange, refusal);
                }
            }
        });
        http.start();
        return local;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getRawPath();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        if (path.equals("/token")) {
            assertion = new String(body, StandardCharsets.US_ASCII);
            JsonObject token = new JsonObject();
            token.addProperty("access_token", TOKEN);
            token.addProperty("expires_in", 3600);
            token.addProperty("token_type", "Bearer");
            answer(exchange, 200, token);
            return;
        }
        if (busy.get() > 0 && busy.getAndDecrement() > 0) {
            exchange.getResponseHeaders().add("Retry-After", "3");
            throw new GcsObjects.Refusal(503, "backendError", "Backend Error");
        }
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new GcsObjects.Refusal(401, "authError", "Invalid Credentials");
        }
        synchronized (this) {
            route(exchange, path, query, body);
        }
    }

    private void route(HttpExchange exchange, String path, Map<String, String> query, byte[] body) throws IOException {
        String[] parts = path.split("/");
        boolean upload = path.startsWith("/upload/");
        int at = upload ? 5 : 4;
        if (parts.length <= at || !decode(parts[at]).equals(BUCKET)) {
            throw new GcsObjects.Refusal(404, "notFound", "The specified bucket does not exist.");
        }
        if (upload) {
            if ("multipart".equals(query.get("uploadType"))) {
                answer(exchange, 200, multipart(exchange, query, body));
            } else {
                resumable(exchange, query, body);
            }
        } else if (parts.length == at + 2) {
            answer(exchange, 200, objects.list(query));
        } else {
            object(exchange, decode(parts[at + 2]), parts, at + 3, query, body);
        }
    }

    private void object(
            HttpExchange exchange, String name, String[] parts, int next, Map<String, String> query, byte[] body)
            throws IOException {
        if (parts.length > next && parts[next].equals("rewriteTo")) {
            answer(exchange, 200, objects.rewrite(name, decode(parts[next + 4]), query));
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                GcsObjects.Stored stored = objects.get(name, query);
                if ("media".equals(query.get("alt"))) {
                    media(exchange, stored);
                } else {
                    answer(exchange, 200, stored.json());
                }
            }
            case "PATCH" -> answer(exchange, 200, objects.patch(name, query, json(body)));
            case "DELETE" -> {
                objects.delete(name, query);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> throw new GcsObjects.Refusal(405, "invalid", "no such method");
        }
    }

    private static void media(HttpExchange exchange, GcsObjects.Stored stored) throws IOException {
        @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
        byte[] bytes = stored.bytes();
        if (range == null) {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            return;
        }
        Matcher wanted = RANGE.matcher(range);
        if (!wanted.matches() || Long.parseLong(wanted.group(1)) >= bytes.length) {
            throw new GcsObjects.Refusal(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
        }
        int from = Integer.parseInt(wanted.group(1));
        int to = (int) Math.min(bytes.length - 1, Long.parseLong(wanted.group(2)));
        exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        exchange.sendResponseHeaders(206, to - from + 1);
        exchange.getResponseBody().write(bytes, from, to - from + 1);
    }

    private JsonObject multipart(HttpExchange exchange, Map<String, String> query, byte[] body) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
        // Latin-1 keeps every byte as one character.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String[] sections = text.split(Pattern.quote(boundary), -1);
        if (!type.startsWith("multipart/related") || sections.length != 4) {
            throw new GcsObjects.Refusal(400, "badContent", "Malformed multipart body.");
        }
        String description = content(sections[1]);
        JsonObject object = json(description.getBytes(StandardCharsets.ISO_8859_1));
        byte[] bytes = content(sections[2]).getBytes(StandardCharsets.ISO_8859_1);
        return objects.create(object, bytes, query.get("ifGenerationMatch"), null);
    }

    private static String content(String section) {
        int start = section.indexOf("\r\n\r\n") + 4;
        return section.substring(start, section.length() - 2);
    }

    private void resumable(HttpExchange exchange, Map<String, String> query, byte[] body) throws IOException {
        @Nullable String id = query.get("upload_id");
        if (id == null) {
            JsonObject description = json(body);
            objects.check(description.get("name").getAsString(), query.get("ifGenerationMatch"));
            String fresh = "upload-%08d".formatted(ids.incrementAndGet());
            uploads.put(fresh, new Upload(description, query.get("ifGenerationMatch")));
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            endpoint() + "/upload/storage/v1/b/" + BUCKET + "/o?uploadType=resumable&name=x"
                                    + "&upload_id=" + fresh);
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        @Nullable Upload upload = uploads.get(id);
        if (upload == null) {
            throw new GcsObjects.Refusal(404, "notFound", "Not Found");
        }
        if (exchange.getRequestMethod().equals("DELETE")) {
            uploads.remove(id);
            exchange.sendResponseHeaders(499, -1);
            return;
        }
        take(exchange, upload, body);
    }

    private void take(HttpExchange exchange, Upload upload, byte[] body) throws IOException {
        UploadRange range = UploadRange.parse(exchange.getRequestHeaders().getFirst("Content-Range"));
        if (upload.over) {
            throw new GcsObjects.Refusal(410, "gone", "Gone");
        }
        if (range.from() >= 0) {
            if (range.from() > upload.bytes.length || range.to() - range.from() + 1 != body.length) {
                throw new GcsObjects.Refusal(400, "badRequest", "The range does not fit the upload or the body.");
            }
            boolean last = range.total() >= 0 && range.to() + 1 == range.total();
            if (!last && body.length % GRAIN != 0) {
                throw new GcsObjects.Refusal(400, "badRequest", "Not a multiple of 256 KiB, and not the end.");
            }
            int taken = Math.min(body.length, Math.max(GRAIN, mostTaken / GRAIN * GRAIN));
            int end = Math.toIntExact(range.from()) + taken;
            uploaded += taken;
            if (end > upload.bytes.length) {
                int before = upload.bytes.length;
                byte[] grown = Arrays.copyOf(upload.bytes, end);
                int skipped = before - Math.toIntExact(range.from());
                System.arraycopy(body, skipped, grown, before, end - before);
                upload.bytes = grown;
            }
        }
        if (range.total() >= 0 && upload.bytes.length == range.total()) {
            upload.over = true;
            @Nullable String claimed = exchange.getRequestHeaders().getFirst("X-Goog-Hash");
            answer(exchange, 200, objects.create(upload.description, upload.bytes, upload.onlyIf, claimed));
            return;
        }
        if (upload.bytes.length > 0) {
            exchange.getResponseHeaders().add("Range", "bytes=0-" + (upload.bytes.length - 1));
        }
        exchange.sendResponseHeaders(308, -1);
    }

    /// How many uploads are neither finished nor cancelled.
    synchronized long unfinished() {
        return uploads.values().stream().filter(upload -> !upload.over).count();
    }

    synchronized TreeSet<String> names() {
        return objects.names();
    }

    private static JsonObject json(byte[] body) {
        return JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String one : raw == null ? new String[0] : raw.split("&")) {
            int equals = one.indexOf('=');
            query.put(decode(one.substring(0, equals)), decode(one.substring(equals + 1)));
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, JsonObject json) throws IOException {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void refuse(HttpExchange exchange, GcsObjects.Refusal refusal) throws IOException {
        JsonObject one = new JsonObject();
        one.addProperty("reason", refusal.reason);
        JsonArray errors = new JsonArray();
        errors.add(one);
        JsonObject error = new JsonObject();
        error.addProperty("code", refusal.status);
        error.addProperty("message", refusal.getMessage());
        error.add("errors", errors);
        JsonObject json = new JsonObject();
        json.add("error", error);
        answer(exchange, refusal.status, json);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
