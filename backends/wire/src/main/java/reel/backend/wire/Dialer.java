package reel.backend.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
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
import reel.stream.Transient;

/// Makes connections: every address of a name in turn, within the patience for all of it.
final class Dialer {
    private final Duration patience;
    private final TlsTrust trust;

    Dialer(Duration patience, TlsTrust trust) {
        this.patience = patience;
        this.trust = trust;
    }

    Line dial(Host host) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        InetAddress[] addresses = resolve(host);
        @Nullable IOException first = null;
        for (int i = 0; i < addresses.length; i++) {
            // Each gets an equal share of what is left, so that a dead first address leaves time for the others.
            long left = (deadline - System.nanoTime()) / (addresses.length - i);
            if (left <= 0) {
                break;
            }
            try {
                return connect(host, addresses[i], TimeUnit.NANOSECONDS.toMillis(left) + 1);
            } catch (InterruptedIOException | ClosedByInterruptException stopped) {
                if (!(stopped instanceof SocketTimeoutException)) {
                    throw stopped;
                }
                first = first == null ? stopped : first;
            } catch (SSLException untrusted) {
                throw untrusted;
            } catch (IOException failed) {
                first = first == null ? failed : first;
            }
        }
        throw first != null ? first : new Transient(host.toString(), "no connection in " + seconds(), null, null);
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

    private Line connect(Host host, InetAddress address, long millis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(new InetSocketAddress(address, host.port()), (int) Math.min(millis, 1 << 30));
            return new Line(host, channel, host.tls() ? secure(host, channel) : new Link.Plain(channel));
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
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
