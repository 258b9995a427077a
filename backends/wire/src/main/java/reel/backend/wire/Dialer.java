package reel.backend.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;
import reel.stream.Missing;
import reel.stream.ReelException;
import reel.stream.Refused;
import reel.stream.Transient;

/// Makes connections: every address of a name in turn, within the patience for all of it. Through a proxy, the
/// addresses are the proxy's.
final class Dialer {
    private final Duration patience;
    private final TlsTrust trust;
    private final Proxies proxies;

    Dialer(Duration patience, TlsTrust trust, Proxies proxies) {
        this.patience = patience;
        this.trust = trust;
        this.proxies = proxies;
    }

    Line dial(Host host) throws IOException {
        @Nullable Proxy proxy = proxies.to(host);
        if (proxy == null) {
            return dial(host, host, null);
        }
        try {
            return dial(host, proxy.host(), proxy);
        } catch (UnknownHostException unknown) {
            throw new Missing(
                    proxy.toString(),
                    "there is no host of this name",
                    "Correct " + proxy.variable() + ", or name " + host.name() + " in no_proxy.",
                    unknown);
        } catch (ConnectException refused) {
            throw new Transient(proxy.toString(), "nobody answers there (" + refused.getMessage() + ")", null, refused);
        }
    }

    /// @param peer who takes the connection
    private Line dial(Host host, Host peer, @Nullable Proxy proxy) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        InetAddress[] addresses = resolve(peer);
        @Nullable IOException first = null;
        for (int i = 0; i < addresses.length; i++) {
            // Each gets an equal share of what is left, so that a dead first address leaves time for the others.
            long left = (deadline - System.nanoTime()) / (addresses.length - i);
            if (left <= 0) {
                break;
            }
            try {
                InetSocketAddress at = new InetSocketAddress(addresses[i], peer.port());
                return connect(host, at, proxy, TimeUnit.NANOSECONDS.toMillis(left) + 1);
            } catch (InterruptedIOException | ClosedByInterruptException stopped) {
                if (!(stopped instanceof SocketTimeoutException)) {
                    throw stopped;
                }
                first = first == null ? stopped : first;
            } catch (SSLException | ReelException decided) {
                throw decided;
            } catch (IOException failed) {
                first = first == null ? failed : first;
            }
        }
        throw first != null ? first : new Transient(peer.toString(), "no connection in " + seconds(), null, null);
    }

    /// The system's resolver cannot be interrupted and knows no time-out, so it runs beside.
    private InetAddress[] resolve(Host host) throws IOException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host.name()));
        Thread.ofVirtual().name("reel-resolve").start(lookup);
        try {
            return lookup.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + host);
        } catch (TimeoutException late) {
            throw new Transient(host.toString(), "its name was not resolved in " + seconds(), null, late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IOException(failed.getCause());
        }
    }

    private Line connect(Host host, InetSocketAddress at, @Nullable Proxy proxy, long millis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(at, (int) Math.min(millis, 1 << 30));
            if (!host.tls()) {
                return new Line(host, channel, new Link.Plain(channel), proxy);
            }
            if (proxy != null) {
                tunnel(host, proxy, channel);
            }
            return new Line(host, channel, secure(host, channel), null);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /// Asks a proxy for a way through to a host, on which nobody but the host is heard.
    private void tunnel(Host host, Proxy proxy, SocketChannel channel) throws IOException {
        String name = host.name().indexOf(':') >= 0 ? "[" + host.name() + "]" : host.name();
        String authority = name + ":" + host.port();
        String login = proxy.authorization() == null ? "" : "Proxy-Authorization: " + proxy.authorization() + "\r\n";
        String wish = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + login + "\r\n";
        AtomicBoolean late = new AtomicBoolean();
        Thread watcher = Thread.ofVirtual().name("reel-tunnel").start(() -> expire(channel, late));
        Line clear = new Line(proxy.host(), channel, new Link.Plain(channel), null);
        int status;
        try {
            clear.write(ByteBuffer.wrap(wish.getBytes(StandardCharsets.ISO_8859_1)));
            status = Head.read(proxy.toString(), clear).status();
        } catch (IOException failed) {
            throw late.get() ? new Transient(proxy.toString(), "no answer in " + seconds(), null, failed) : failed;
        } finally {
            watcher.interrupt();
        }
        if (status == 407) {
            throw proxy.wantsLogin();
        }
        if (status / 100 == 5) {
            throw new Transient(proxy.toString(), "cannot reach " + authority + " (" + status + ")", null, null);
        }
        if (status / 100 != 2) {
            throw new Refused(
                    proxy.toString(),
                    "does not let us through to " + authority + " (" + status + ")",
                    "Ask whoever keeps the proxy, or name " + host.name() + " in no_proxy.");
        }
        if (!clear.isSpent()) {
            throw new Corrupt(
                    proxy.toString(),
                    -1,
                    "silence behind its answer",
                    "more bytes",
                    "Ask whoever keeps the proxy.",
                    null);
        }
    }

    private Link secure(Host host, SocketChannel channel) throws IOException {
        SSLSocket socket = (SSLSocket)
                trust.context().getSocketFactory().createSocket(channel.socket(), host.name(), host.port(), true);
        SSLParameters wanted = socket.getSSLParameters();
        wanted.setEndpointIdentificationAlgorithm("HTTPS");
        wanted.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(wanted);
        AtomicBoolean late = new AtomicBoolean();
        Thread watcher = Thread.ofVirtual().name("reel-handshake").start(() -> expire(channel, late));
        try {
            socket.startHandshake();
            return Link.Tls.of(socket);
        } catch (IOException failed) {
            throw late.get() ? new Transient(host.toString(), "no handshake in " + seconds(), null, failed) : failed;
        } finally {
            watcher.interrupt();
        }
    }

    private void expire(SocketChannel channel, AtomicBoolean late) {
        try {
            Thread.sleep(patience);
            late.set(true);
            channel.close();
        } catch (InterruptedException inTime) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            // It was closed already.
        }
    }

    private String seconds() {
        return patience.toMillis() / 1000.0 + " seconds";
    }
}
