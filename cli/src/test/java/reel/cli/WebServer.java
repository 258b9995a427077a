package reel.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reel.testkit.Programs;

/// An nginx of a test's own on loopback that shows a folder.
final class WebServer implements AutoCloseable {
    private final int port;
    private final Process process;

    private WebServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /// @param home        a folder for its settings
    /// @param certificate a file of a certificate and its key, to speak TLS
    static WebServer start(Path home, Path shown, @Nullable Path certificate) throws IOException {
        Files.createDirectories(home.resolve("temp"));
        int port = SshServer.freePort();
        Files.writeString(home.resolve("config"), """
                daemon off; pid %1$s/pid; error_log stderr notice; worker_processes 2; %4$s
                events { worker_connections 256; }
                http {
                  access_log off; default_type application/octet-stream;
                  client_body_temp_path %1$s/temp/body; proxy_temp_path %1$s/temp/proxy;
                  fastcgi_temp_path %1$s/temp/f; uwsgi_temp_path %1$s/temp/u; scgi_temp_path %1$s/temp/s;
                  server { listen 127.0.0.1:%2$d%5$s; root %3$s; }
                }
                """.formatted(
                        home,
                        port,
                        shown,
                        "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                        certificate == null
                                ? ""
                                : " ssl; ssl_certificate %1$s; ssl_certificate_key %1$s".formatted(certificate)));
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
                Thread unused = Thread.ofVirtual().start(() -> {
                    try {
                        log.transferTo(Writer.nullWriter());
                    } catch (IOException | UncheckedIOException ended) {
                        // With its process.
                    }
                });
                return new WebServer(port, process);
            }
            said.append(line).append('\n');
        }
        throw new IOException("nginx does not start: " + said);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
