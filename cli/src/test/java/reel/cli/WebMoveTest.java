package reel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reel.testkit.RamFolder;

/// Moves from a server that speaks as much WebDAV as that takes, and whose HEAD tells a length of 0.
final class WebMoveTest {
    private final Path folder;
    private final Reel reel;
    private final HttpServer server;
    private final String host;

    /// Contents by path; folders end with a slash.
    private final NavigableMap<String, String> kept = new ConcurrentSkipListMap<>();

    private volatile boolean takes = true;

    WebMoveTest(@TempDir(factory = RamFolder.class) Path folder) throws IOException {
        this.folder = folder;
        Path jars = folder.resolve("jars");
        PluginJar.pack(jars, "http,https,dav,davs", "http", "wire");
        this.reel = Reel.in(Files.createDirectories(folder.resolve("work"))).with("REEL_BACKENDS", jars.toString());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        this.host = "dav://127.0.0.1:" + server.getAddress().getPort();
        kept.put("/", "");
        kept.put("/in/", "");
        kept.put("/in/a.mov", "the first shot");
        kept.put("/in/b.mov", "the second");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void move_ofAFile_takesItFromTheServer() {
        reel.ok("move", host + "/in/a.mov", "here.mov");

        assertThat(folder.resolve("work/here.mov")).hasContent("the first shot");
        assertThat(kept.keySet()).containsExactly("/", "/in/", "/in/b.mov");
    }

    @Test
    void move_ofAFolder_takesItFromTheServer() {
        reel.ok("move", host + "/in", "here");

        assertThat(folder.resolve("work/here/b.mov")).hasContent("the second");
        assertThat(kept.keySet()).containsExactly("/");
    }

    /// Whether it tells all names cannot be found out then: the folder may hold some that it does not.
    @Test
    void move_ofAFolder_whereNothingMayBeWritten_leavesTheEmptyFolder() {
        takes = false;

        reel.ok("move", host + "/in", "here");

        assertThat(folder.resolve("work/here/b.mov")).hasContent("the second");
        assertThat(kept.keySet()).containsExactly("/", "/in/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy http://nowhere.invalid/x out", "copy . http://nowhere.invalid/x"})
    void host_thatNobodyKnows_isNamed(String line) {
        Reel.Result result = reel.run(line.split(" "));

        // A machine without any name server says that it may pass.
        assertThat(result.exit()).isIn(3, 7);
        assertThat(result.err()).contains("http://nowhere.invalid: ").doesNotContain("nothing of that name");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String real = kept.containsKey(path) ? path : path + "/";
        String content = kept.get(real);
        switch (exchange.getRequestMethod()) {
            case "OPTIONS" -> {
                exchange.getResponseHeaders().add("DAV", "1");
                say(exchange, 200, "");
            }
            case "PROPFIND" -> {
                boolean below = "1".equals(exchange.getRequestHeaders().getFirst("Depth"));
                say(exchange, content == null ? 404 : 207, content == null ? "" : listing(real, below));
            }
            case "PUT" -> {
                if (takes) {
                    kept.put(path, "");
                }
                say(exchange, takes ? 201 : 403, "");
            }
            case "DELETE" -> {
                kept.tailMap(real).keySet().removeIf(one -> one.startsWith(real));
                say(exchange, content == null ? 404 : 204, "");
            }
            default -> say(exchange, content == null ? 404 : 200, content == null ? "" : content);
        }
    }

    private String listing(String path, boolean below) {
        StringBuilder xml = new StringBuilder("<D:multistatus xmlns:D=\"DAV:\">");
        for (Map.Entry<String, String> entry : kept.tailMap(path).entrySet()) {
            String one = entry.getKey();
            String rest = one.startsWith(path) ? one.substring(path.length()) : "/ /";
            if (rest.isEmpty() || below && rest.indexOf('/') < 0 || below && rest.indexOf('/') == rest.length() - 1) {
                xml.append("<D:response><D:href>" + one + "</D:href><D:propstat><D:prop><D:resourcetype>")
                        .append(one.endsWith("/") ? "<D:collection/>" : "")
                        .append("</D:resourcetype><D:getcontentlength>"
                                + entry.getValue().length())
                        .append("</D:getcontentlength></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>")
                        .append("</D:response>");
            }
        }
        return xml.append("</D:multistatus>").toString();
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            boolean bare = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
            exchange.sendResponseHeaders(status, bare ? -1 : bytes.length);
            if (!bare) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
