import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;

/// A TCP relay that keeps every byte back for a while, for bench/transfer.sh: Distance PORT TARGET_PORT ONE_WAY_MS WINDOW_BYTES
///
/// No more than a window's bytes are under way in either direction of a connection, as with a kernel's window.
class Distance {
    private record Piece(long due, byte[] bytes) {}

    public static void main(String[] args) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        long wait = Long.parseLong(args[2]) * 1_000_000;
        int window = Integer.parseInt(args[3]);
        try (ServerSocket door = new ServerSocket(Integer.parseInt(args[0]), 100, here)) {
            System.out.println("listening");
            while (true) {
                Socket near = door.accept();
                start(() -> {
                    try {
                        // The first word waits as long as a handshake would.
                        Thread.sleep(2 * wait / 1_000_000);
                        Socket far = new Socket(here, Integer.parseInt(args[1]));
                        near.setTcpNoDelay(true);
                        far.setTcpNoDelay(true);
                        new Way(near, far, wait, window).begin();
                        new Way(far, near, wait, window).begin();
                    } catch (IOException | InterruptedException ended) {
                        close(near);
                    }
                });
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ended) {
            // As wanted.
        }
    }

    private static final class Way {
        private final Socket from;
        private final Socket to;
        private final long wait;
        private final int window;
        private final ArrayDeque<Piece> underWay = new ArrayDeque<>();
        private int bytes;

        Way(Socket from, Socket to, long wait, int window) {
            this.from = from;
            this.to = to;
            this.wait = wait;
            this.window = window;
        }

        void begin() {
            start(this::take);
            start(this::give);
        }

        private void take() {
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = from.getInputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    put(java.util.Arrays.copyOf(buffer, n));
                }
            } catch (IOException | InterruptedException ended) {
                // The other end is told below.
            }
            try {
                put(new byte[0]);
            } catch (InterruptedException ended) {
                close(to);
            }
        }

        private synchronized void put(byte[] piece) throws InterruptedException {
            while (bytes > window) {
                wait();
            }
            underWay.add(new Piece(System.nanoTime() + wait, piece));
            bytes += piece.length;
            notifyAll();
        }

        private void give() {
            try {
                OutputStream out = to.getOutputStream();
                while (true) {
                    Piece next = next();
                    long early = next.due - System.nanoTime();
                    if (early > 0) {
                        Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
                    }
                    if (next.bytes.length == 0) {
                        to.shutdownOutput();
                        return;
                    }
                    out.write(next.bytes);
                    done(next.bytes.length);
                }
            } catch (IOException | InterruptedException ended) {
                close(to);
                close(from);
            }
        }

        private synchronized Piece next() throws InterruptedException {
            while (underWay.isEmpty()) {
                wait();
            }
            return underWay.remove();
        }

        private synchronized void done(int n) {
            bytes -= n;
            notifyAll();
        }
    }
}
