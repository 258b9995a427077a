package reel.backend.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reel.backend.place.Reading.Pieces;
import reel.stream.Corrupt;

/// What a server answered; its bytes are read once, by one thread. Closing it gives the connection back.
public final class Answer implements AutoCloseable {
    /// As much of an unwanted body as is cheaper to read than a new connection.
    private static final int DRAIN_BYTES = 32 << 10;

    private final Wire wire;
    private final Call call;
    private final Line line;
    private final Head head;
    private final Body body;
    private boolean closed;

    Answer(Wire wire, Call call, Line line, Head head, Body body) {
        this.wire = wire;
        this.call = call;
        this.line = line;
        this.head = head;
        this.body = body;
    }

    public int status() {
        return head.status();
    }

    public boolean succeeded() {
        return head.status() / 100 == 2;
    }

    /// @param name in lower case
    public @Nullable String header(String name) {
        return head.headers().get(name);
    }

    /// By name in lower case.
    public java.util.Map<String, String> headers() {
        return head.headers();
    }

    /// Of the body; -1 where the server does not tell.
    public long length() throws Corrupt {
        return head.contentLength(call.shown());
    }

    /// How long the server asks to wait; null where it does not.
    public @Nullable Duration retryAfter() {
        return HttpTime.retryAfter(header("retry-after"));
    }

    /// Hands all bytes of the body to `sink`. A body that ends early is [reel.stream.Transient].
    public void read(Pieces sink) throws IOException {
        long told = length();
        try (Staging stage = Staging.of(wire.memory(), line, told < 0 ? Long.MAX_VALUE : told)) {
            boolean more = true;
            while (more) {
                ByteBuffer piece = stage.clear();
                more = fill(piece);
                if (piece.position() > 0) {
                    sink.accept(stage.segment().asSlice(0, piece.position()));
                }
            }
        }
    }

    /// Whether there may be more.
    private boolean fill(ByteBuffer piece) throws IOException {
        try {
            while (piece.hasRemaining()) {
                if (body.read(piece) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException failure) {
            throw wire.failed(call, line, failure);
        }
    }

    /// The body of a short answer.
    ///
    /// @param most a longer one is [Corrupt]
    public byte[] bytes(int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (InputStream in = stream(most)) {
            in.transferTo(all);
        }
        return all.toByteArray();
    }

    /// The start of a body that explains a failure.
    public byte[] start(int most) throws IOException {
        try (InputStream in = stream(Long.MAX_VALUE)) {
            return in.readNBytes(most);
        }
    }

    /// The body as a stream, which need not be closed.
    ///
    /// @param most a longer one is [Corrupt]
    public InputStream stream(long most) {
        return new AnswerStream(most);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        wire.release(line, head.keepsAlive() && drained());
    }

    private boolean drained() {
        try {
            ByteBuffer rest = line.outgoing().clear();
            while (!body.ended() && rest.hasRemaining()) {
                if (body.read(rest) < 0) {
                    break;
                }
                if (rest.position() > DRAIN_BYTES - 1) {
                    return false;
                }
            }
            return body.ended();
        } catch (IOException unusable) {
            return false;
        } finally {
            line.outgoing().clear();
        }
    }

    private final class AnswerStream extends InputStream {
        private final ByteBuffer ahead = ByteBuffer.allocate(8 << 10).limit(0);
        private long left;

        private AnswerStream(long most) {
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            return more() ? ahead.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int n = Math.min(length, ahead.remaining());
            ahead.get(into, offset, n);
            return n;
        }

        private boolean more() throws IOException {
            if (ahead.hasRemaining()) {
                return true;
            }
            ahead.clear();
            int n;
            try {
                n = body.read(ahead);
            } catch (IOException failure) {
                throw wire.failed(call, line, failure);
            } finally {
                ahead.flip();
            }
            left -= Math.max(n, 0);
            if (left < 0) {
                throw Head.wrong(call.shown(), "a short answer", "one beyond every bound");
            }
            return n > 0;
        }
    }
}
