package reel.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A bad line to a server of this machine: it counts what passes, and cuts the connection that passes the next of
/// its marks, both ends at once and without a word.
final class CuttingRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listening;
    private final int target;
    private final Queue<Long> marks;
    private final List<Closeable> open = new ArrayList<>();
    private final AtomicLong passed = new AtomicLong();
    private int cuts;

    private CuttingRelay(ServerSocket listening, int target, Queue<Long> marks) {
        this.listening = listening;
        this.target = target;
        this.marks = marks;
    }

    /// @param cuts at random among the first `bytes`
    static CuttingRelay to(int port, int cuts, long bytes, RandomGenerator random) throws IOException {
        Queue<Long> marks =
                new ArrayDeque<>(random.longs(cuts, 0, bytes).sorted().boxed().toList());
        CuttingRelay relay = new CuttingRelay(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), port, marks);
        Thread.ofVirtual().name("relay").start(relay::listen);
        return relay;
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Bytes in both directions.
    long passed() {
        return passed.get();
    }

    synchronized int cuts() {
        return cuts;
    }

    private void listen() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                synchronized (this) {
                    open.add(near);
                    open.add(far);
                }
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            }
        } catch (IOException closed) {
            // With the relay.
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (isCut(passed.addAndGet(count))) {
                    from.setSoLinger(true, 0);
                    to.setSoLinger(true, 0);
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException ended) {
            // Both ends go together.
        }
    }

    private synchronized boolean isCut(long total) {
        Long mark = marks.peek();
        if (mark == null || total < mark) {
            return false;
        }
        marks.remove();
        cuts++;
        return true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        List<Closeable> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        for (Closeable one : all) {
            one.close();
        }
    }
}
