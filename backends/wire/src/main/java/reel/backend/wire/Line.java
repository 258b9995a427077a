package reel.backend.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to a host, used by one call at a time.
final class Line implements AutoCloseable {
    /// Heads and small bodies; below what has to be leased.
    private static final int STAGE_BYTES = 32 << 10;

    /// Servers close idle connections after anything from five seconds up; beyond this one is not worth asking.
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Host host;
    private final SocketChannel channel;
    private final Link link;

    private final @Nullable Proxy proxy;

    /// Bytes received and not yet taken, between position and limit.
    private final ByteBuffer received = ByteBuffer.allocateDirect(STAGE_BYTES).limit(0);

    /// Bytes to be sent; always empty between uses.
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(STAGE_BYTES);

    private volatile boolean blocked;
    private volatile long blockedSince;
    private long wroteAt;
    private volatile boolean silent;
    private long idleSince;

    /// @param proxy who reads every call and passes it on; null where the host does
    Line(Host host, SocketChannel channel, Link link, @Nullable Proxy proxy) {
        this.host = host;
        this.channel = channel;
        this.link = link;
        this.proxy = proxy;
    }

    Host host() {
        return host;
    }

    @Nullable
    Proxy proxy() {
        return proxy;
    }

    /// Whether all that was received was taken.
    boolean isSpent() {
        return !received.hasRemaining();
    }

    ByteBuffer outgoing() {
        return outgoing;
    }

    /// At least one byte into `into`, or -1 at the end; what was received earlier first.
    int read(ByteBuffer into) throws IOException {
        if (received.hasRemaining()) {
            int n = Math.min(received.remaining(), into.remaining());
            into.put(received.slice(received.position(), n));
            received.position(received.position() + n);
            return n;
        }
        return receive(into);
    }

    /// The next byte, or -1 at the end.
    int read() throws IOException {
        if (!received.hasRemaining()) {
            received.clear();
            int n;
            try {
                n = receive(received);
            } finally {
                received.flip();
            }
            if (n < 0) {
                return -1;
            }
        }
        return received.get() & 0xff;
    }

    private int receive(ByteBuffer into) throws IOException {
        begin();
        try {
            return link.read(into);
        } finally {
            blocked = false;
        }
    }

    void write(ByteBuffer from) throws IOException {
        begin();
        wroteAt = blockedSince;
        try {
            link.write(from);
        } finally {
            blocked = false;
        }
    }

    /// When the last bytes began to leave, on the clock of [System#nanoTime]; for the thread that writes.
    long wroteAt() {
        return wroteAt;
    }

    private void begin() {
        blockedSince = System.nanoTime();
        blocked = true;
    }

    /// Ends a call whose peer has said and taken nothing for too long.
    void checkSilence(long patienceNanos) {
        if (blocked && System.nanoTime() - blockedSince > patienceNanos) {
            silent = true;
            close();
        }
    }

    /// Whether it was ended by [#checkSilence].
    boolean wasSilent() {
        return silent;
    }

    void rest() {
        idleSince = System.nanoTime();
    }

    /// Whether the next call may use it: neither too old, nor closed by the peer, nor spoken to out of turn.
    boolean isUsable() {
        if (received.hasRemaining() || System.nanoTime() - idleSince > KEPT_NANOS) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            outgoing.clear();
            int n = channel.read(outgoing);
            outgoing.clear();
            channel.configureBlocking(true);
            return n == 0;
        } catch (IOException gone) {
            return false;
        }
    }

    /// Frees the socket at once, from any thread; TLS gets no farewell, which could block.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // Nothing is left to be freed.
        }
    }
}
