package reel.backend.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server on loopback that answers each request as a script says, byte by byte, so that it can lie.
public final class ScriptedServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final ServerSocket socket;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /// Answers one request; ends the connection by throwing or by returning false.
    @FunctionalInterface
    public interface Script {
        boolean answer(String head, InputStream body, OutputStream out) throws Exception;
    }

    private ScriptedServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
        this.acceptor = Thread.ofVirtual().unstarted(this::accept);
    }

    public static ScriptedServer start(Script script) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    public static ScriptedServer start(ServerSocket socket, Script script) {
        ScriptedServer server = new ScriptedServer(socket, script);
        server.acceptor.start();
        return server;
    }

    public Host host(boolean tls) {
        return new Host(tls, "127.0.0.1", socket.getLocalPort());
    }

    /// How many connections there have been.
    public int connections() {
        return connections.get();
    }

    public static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// Reads a body to its end, as a server that behaves.
    public static long drain(String head, InputStream body) throws IOException {
        Matcher told = LENGTH.matcher(head);
        long length = told.find() ? Long.parseLong(told.group(1)) : 0;
        body.skipNBytes(length);
        return length;
    }

    private void accept() {
        try {
            while (true) {
                Socket one = socket.accept();
                connections.incrementAndGet();
                open.add(one);
                Thread.ofVirtual().start(() -> serve(one));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket one) {
        try (one) {
            InputStream in = new java.io.BufferedInputStream(one.getInputStream());
            OutputStream out = one.getOutputStream();
            String head = head(in);
            while (!head.isEmpty() && script.answer(head, in, out)) {
                head = head(in);
            }
        } catch (Exception ended) {
            // The other side sees the connection end, which is what a script that fails wants.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int c;
        while ((c = in.read()) >= 0) {
            head.write(c);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    /// Nobody is answered any more once it returns: until its thread has noticed, a closed socket takes one more.
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            acceptor.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (Socket one : open) {
            one.close();
        }
    }
}
