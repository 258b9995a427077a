package reel.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A web server and store of objects in memory, as much of one as [Training] talks to: whole objects and those
/// uploaded in parts, ranges, listings. It believes every signature.
final class TrainingServer implements AutoCloseable {
    private static final String DATE = "Mon, 02 Mar 2026 10:00:00 GMT";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Thing> objects = new TreeMap<>();
    private final Map<Integer, byte[]> parts = new TreeMap<>();

    private record Thing(byte[] bytes, Map<String, String> headers) {}

    private TrainingServer(HttpServer server) {
        this.server = server;
    }

    static TrainingServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TrainingServer training = new TrainingServer(server);
        server.setExecutor(training.threads);
        server.createContext("/", training::handle);
        server.start();
        return training;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String path = exchange.getRequestURI().getPath();
            synchronized (this) {
                switch (exchange.getRequestMethod()) {
                    case "PUT" -> put(exchange, path, query, body);
                    case "POST" -> post(exchange, path, query);
                    default -> get(exchange, path, query);
                }
            }
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int sign = pair.indexOf('=');
            String value = sign < 0 ? "" : URLDecoder.decode(pair.substring(sign + 1), StandardCharsets.UTF_8);
            query.put(sign < 0 ? pair : pair.substring(0, sign), value);
        }
        return query;
    }

    private void put(HttpExchange exchange, String path, Map<String, String> query, byte[] body) throws IOException {
        String number = query.get("partNumber");
        if (number != null) {
            parts.put(Integer.valueOf(number), body);
        } else {
            objects.put(path, new Thing(body, kept(exchange.getRequestHeaders())));
        }
        exchange.getResponseHeaders().set("ETag", tag(body));
        exchange.sendResponseHeaders(200, -1);
    }

    /// Begins an upload, or ends it.
    private void post(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        if (query.containsKey("uploads")) {
            objects.put(path, new Thing(new byte[0], kept(exchange.getRequestHeaders())));
            answer(
                    exchange,
                    200,
                    "<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>");
            return;
        }
        byte[] all =
                new byte[parts.values().stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts.values()) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        parts.clear();
        Thing begun = objects.get(path);
        objects.put(path, new Thing(all, begun == null ? Map.of() : begun.headers()));
        answer(
                exchange,
                200,
                "<CompleteMultipartUploadResult><ETag>" + tag(all) + "</ETag></CompleteMultipartUploadResult>");
    }

    private static Map<String, String> kept(Headers headers) {
        Map<String, String> kept = new HashMap<>();
        headers.forEach((name, values) -> {
            if (name.regionMatches(true, 0, "x-amz-meta-", 0, 11) || name.equalsIgnoreCase("content-type")) {
                kept.put(name, values.getFirst());
            }
        });
        return kept;
    }

    private void get(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        if (query.containsKey("list-type")) {
            list(exchange, path, query.getOrDefault("prefix", ""));
            return;
        }
        Thing thing = objects.get(path);
        if (thing == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        thing.headers().forEach(headers::set);
        headers.set("ETag", tag(thing.bytes()));
        headers.set("Last-Modified", DATE);
        headers.set("Accept-Ranges", "bytes");
        byte[] bytes = thing.bytes();
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-");
            int from = Integer.parseInt(ends[0]);
            int to = Math.min(bytes.length, Integer.parseInt(ends[1]) + 1);
            headers.set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length);
            bytes = Arrays.copyOfRange(bytes, from, to);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void list(HttpExchange exchange, String bucket, String prefix) throws IOException {
        StringBuilder page = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        String top = bucket.endsWith("/") ? bucket : bucket + "/";
        objects.forEach((path, thing) -> {
            if (path.startsWith(top + prefix)) {
                page.append("<Contents><Key>").append(path.substring(top.length()));
                page.append("</Key><LastModified>2026-03-02T10:00:00Z</LastModified><ETag>")
                        .append(tag(thing.bytes()));
                page.append("</ETag><Size>").append(thing.bytes().length).append("</Size></Contents>");
            }
        });
        answer(exchange, 200, page.append("</ListBucketResult>").toString());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /// No MD5, so it has a part's mark.
    private static String tag(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return '"' + HexFormat.of().toHexDigits(sum.getValue()) + "0000000000000000-1\"";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
