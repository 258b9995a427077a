package reel.backend.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reel.backend.Source;
import reel.backend.place.Logins;
import reel.backend.place.PlaceContext;
import reel.stream.Refused;
import reel.stream.buffer.MemoryBudget;

@Timeout(60)
final class TlsTest {
    private static final char[] SECRET = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static String certificate = "";

    private final MemoryBudget memory = MemoryBudget.tracked(4 << 20);

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Process tool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "s",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=reel test",
                        "-ext",
                        "san=ip:127.0.0.1,dns:films.test",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(SECRET),
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(tool.waitFor(50, TimeUnit.SECONDS)).isTrue();
        Path pem = folder.resolve("ca.pem");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys().getCertificate("s").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        certificate = pem.toString();
    }

    private static KeyStore keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
            keys.load(in, SECRET);
        }
        return keys;
    }

    private static ScriptedServer server() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys(), SECRET);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return ScriptedServer.start(socket, (head, body, out) -> {
            byte[] got = body.readNBytes((int) Math.max(0, lengthOf(head)));
            ScriptedServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + got.length + "\r\n\r\n");
            out.write(got);
            return true;
        });
    }

    private static long lengthOf(String head) {
        return head.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToLong(line -> Long.parseLong(line.substring(16)))
                .findFirst()
                .orElse(0);
    }

    private Wire wire(TlsTrust trust) {
        return Wire.of(PlaceContext.of(memory, Logins.NONE, Map.of()), trust);
    }

    @Test
    void bytes_throughATrustedServer_comeBackAsTheyWere() throws Exception {
        byte[] bytes = new byte[1_000_003];
        new Random(7).nextBytes(bytes);
        try (ScriptedServer server = server();
                Wire wire = wire(TlsTrust.of(certificate))) {
            for (int i = 0; i < 3; i++) {
                try (Answer answer =
                        wire.send(new Call("thing", "PUT", server.host(true), "/x", Map.of(), Source.of(bytes)))) {
                    assertThat(answer.bytes(bytes.length)).isEqualTo(bytes);
                }
            }
        }
    }

    @Test
    void serverBehindAProxy_isSpokenToThroughATunnel() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = server();
                ScriptedServer proxy = ScriptedServer.start((head, in, out) -> {
                    heads.add(head);
                    ScriptedServer.say(out, "HTTP/1.1 200 Go on\r\n\r\n");
                    relay(server.host(true).port(), in, out);
                    return false;
                });
                Wire wire = Wire.of(
                        PlaceContext.of(memory, Logins.NONE, Map.of()),
                        TlsTrust.of(certificate),
                        Proxies.of(Map.of("HTTPS_PROXY", proxy.host(false).toString())))) {
            Host films = Host.of(true, "films.test");
            for (int i = 0; i < 2; i++) {
                byte[] bytes = {1, 2, 3};
                try (Answer answer = wire.send(new Call("thing", "PUT", films, "/x", Map.of(), Source.of(bytes)))) {
                    assertThat(answer.bytes(bytes.length)).isEqualTo(bytes);
                }
            }
        }
        assertThat(heads).containsExactly("CONNECT films.test:443 HTTP/1.1\r\nHost: films.test:443\r\n\r\n");
    }

    private static void relay(int port, InputStream in, OutputStream out) throws Exception {
        try (Socket on = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread back = Thread.ofVirtual().start(() -> {
                try {
                    on.getInputStream().transferTo(out);
                } catch (IOException ended) {
                    // The test is over.
                }
            });
            in.transferTo(on.getOutputStream());
            back.join();
        }
    }

    @Test
    void server_thatIsNotTrusted_isRefusedWithAHint() throws Exception {
        try (ScriptedServer server = server();
                Wire wire = wire(TlsTrust.of(null))) {
            assertThatThrownBy(() ->
                            wire.send(Call.get("thing", server.host(true), "/")).close())
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.hint()).contains("ca-file"));
        }
    }

    @Test
    void server_ofAnotherName_isRefused() throws Exception {
        try (ScriptedServer server = server();
                Wire wire = wire(TlsTrust.of(certificate))) {
            Host other = new Host(true, "localhost", server.host(true).port());
            assertThatThrownBy(() -> wire.send(Call.get("thing", other, "/")).close())
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void server_withoutTls_isRefusedWithAHint() throws Exception {
        try (Wire wire = wire(TlsTrust.of(null))) {
            assertThatThrownBy(() -> wire.send(Call.get("thing", notTls(), "/")).close())
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.hint()).contains("http://"));
        }
    }

    /// A host that greets in the clear as soon as somebody comes.
    private static Host notTls() throws Exception {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (socket;
                    java.net.Socket one = socket.accept()) {
                ScriptedServer.say(one.getOutputStream(), "HTTP/1.1 400 Bad Request\r\n\r\n");
                one.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (java.io.IOException ended) {
                // The test is over.
            }
        });
        return new Host(true, "127.0.0.1", socket.getLocalPort());
    }
}
