package reel.backend.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Location;
import reel.backend.place.Logins;
import reel.backend.place.Place;
import reel.backend.place.PlaceContext;
import reel.stream.buffer.MemoryBudget;
import reel.testkit.Programs;

/// An nginx of a test's own on loopback: `/dav` by WebDAV, `/locked` likewise behind a password, all else as
/// folders with index pages.
final class Nginx implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    static final String USER = "film";
    static final String PASSWORD = "s3cret/pass";
    static final long MEMORY_BYTES = 64 << 20;
    private static final List<String> MODULES = List.of("/usr/lib/nginx/modules", "/usr/share/nginx/modules");

    private final Path home;
    private final int port;
    private final Process process;
    private final Thread reader;

    private Nginx(Path home, int port, Process process, BufferedReader log) {
        this.home = home;
        this.port = port;
        this.process = process;
        reader = Thread.ofVirtual().start(() -> {
            try {
                while (log.readLine() != null) {
                    // Read so that it never blocks.
                }
            } catch (IOException | UncheckedIOException ended) {
                // With its process.
            }
        });
    }

    static Nginx start(Path home) throws IOException {
        return start(home, null);
    }

    /// @param certificate a file of a certificate and its key, to speak TLS
    static Nginx start(Path home, @Nullable Path certificate) throws IOException {
        Path www = Files.createDirectories(home.resolve("www"));
        for (String folder : List.of("dav", "locked")) {
            Files.createDirectories(www.resolve(folder));
        }
        Files.createDirectories(home.resolve("temp"));
        Files.writeString(home.resolve("passwords"), USER + ":{PLAIN}" + PASSWORD + "\n");
        int port = freePort();
        Files.writeString(home.resolve("config"), config(home, port, certificate));
        Process process = new ProcessBuilder(
                        Programs.get("nginx").toString(),
                        "-p",
                        home.toString(),
                        "-e",
                        "stderr",
                        "-c",
                        home.resolve("config").toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("start worker processes")) {
                return new Nginx(home, port, process, log);
            }
            said.append(line).append('\n');
        }
        throw new IOException("nginx does not start: " + said);
    }

    private static String config(Path home, int port, @Nullable Path certificate) throws IOException {
        String tls = certificate == null
                ? ""
                : " ssl; ssl_certificate %s; ssl_certificate_key %s".formatted(certificate, certificate);
        String dav = """
                dav_methods PUT DELETE MKCOL COPY MOVE;
                dav_ext_methods PROPFIND OPTIONS;
                create_full_put_path off;
                """;
        return """
                daemon off; pid %1$s/pid; error_log stderr notice; worker_processes 2; load_module %2$s;
                %3$s
                events { worker_connections 256; }
                http {
                  access_log off; client_max_body_size 0; default_type application/octet-stream;
                  types { text/html html; text/plain txt; }
                  client_body_temp_path %1$s/temp/body; proxy_temp_path %1$s/temp/proxy;
                  fastcgi_temp_path %1$s/temp/f; uwsgi_temp_path %1$s/temp/u; scgi_temp_path %1$s/temp/s;
                  server {
                    listen %4$s:%5$d%6$s; root %1$s/www;
                    location / { autoindex on; }
                    location /down { return 302 http://$host/f.bin; }
                    location /dav/ { %7$s }
                    location /locked/ { auth_basic "films"; auth_basic_user_file %1$s/passwords; %7$s }
                  }
                }
                """.formatted(
                        home,
                        module(),
                        "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                        HOST,
                        port,
                        tls,
                        dav);
    }

    private static Path module() throws IOException {
        for (String folder : MODULES) {
            Path module = Path.of(folder, "ngx_http_dav_ext_module.so");
            if (Files.exists(module)) {
                return module;
            }
        }
        throw new IOException("nginx has no module dav-ext (package libnginx-mod-http-dav-ext)");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    /// What the server shows as `/`.
    Path www() {
        return home.resolve("www");
    }

    Location at(String scheme, String path) {
        return new Location(scheme, null, HOST, port, path, null);
    }

    Place open(String scheme, String path) throws IOException {
        return open(at(scheme, path), Logins.NONE, Map.of());
    }

    static Place open(Location where, Logins logins, Map<String, String> options) throws IOException {
        return new HttpProvider().open(where, PlaceContext.of(MemoryBudget.tracked(MEMORY_BYTES), logins, options));
    }

    @Override
    public void close() {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor();
            for (ProcessHandle worker : workers) {
                worker.onExit().join();
            }
            reader.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
