package reel.backend.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;

/// The two directions of a connection.
sealed interface Link {
    /// At least one byte, or -1 at the end.
    int read(ByteBuffer into) throws IOException;

    /// All of them.
    void write(ByteBuffer from) throws IOException;

    /// In the clear: straight between buffers off the heap and the socket.
    record Plain(SocketChannel channel) implements Link {
        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            while (from.hasRemaining()) {
                channel.write(from);
            }
        }
    }

    /// Through TLS, whose records go by arrays.
    ///
    /// @param inward  one reader at a time
    /// @param outward one writer at a time
    record Tls(InputStream in, OutputStream out, byte[] inward, byte[] outward) implements Link {
        /// Two records of the most bytes that one holds.
        private static final int STAGE_BYTES = 32 << 10;

        static Tls of(SSLSocket socket) throws IOException {
            return new Tls(
                    socket.getInputStream(), socket.getOutputStream(), new byte[STAGE_BYTES], new byte[STAGE_BYTES]);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int n = in.read(inward, 0, Math.min(inward.length, into.remaining()));
            if (n > 0) {
                into.put(inward, 0, n);
            }
            return n;
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            while (from.hasRemaining()) {
                int n = Math.min(outward.length, from.remaining());
                from.get(outward, 0, n);
                out.write(outward, 0, n);
            }
        }
    }
}
