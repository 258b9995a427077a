package reel.backend.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of an answer as HTTP frames them.
final class Body {
    private static final long TO_THE_END = -1;
    private static final long CHUNKED = -2;

    private final String shown;
    private final Line line;
    private final boolean chunked;

    /// Bytes left of the body or of its current chunk; [#TO_THE_END] where the connection's end is the body's.
    private long left;

    private boolean firstChunk = true;
    private boolean ended;

    private Body(String shown, Line line, long length) {
        this.shown = shown;
        this.line = line;
        this.chunked = length == CHUNKED;
        this.left = chunked ? 0 : length;
        this.ended = length == 0;
    }

    static Body of(String shown, Line line, String method, Head head) throws IOException {
        boolean none = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        String coding = head.headers().getOrDefault("transfer-encoding", "identity");
        if (none) {
            return new Body(shown, line, 0);
        }
        if (coding.equalsIgnoreCase("chunked")) {
            return new Body(shown, line, CHUNKED);
        }
        if (!coding.equalsIgnoreCase("identity")) {
            throw Head.wrong(shown, "a transfer coding that is known here", '"' + coding + '"');
        }
        long length = head.contentLength(shown);
        return new Body(shown, line, length < 0 ? TO_THE_END : length);
    }

    /// Whether all of it was read, so that the connection can be used again.
    boolean ended() {
        return ended;
    }

    /// At least one byte, or -1 at the end; [EOFException] where the connection ends before the body.
    int read(ByteBuffer into) throws IOException {
        if (ended) {
            return -1;
        }
        if (chunked && left == 0 && !nextChunk()) {
            return -1;
        }
        if (left == TO_THE_END) {
            int n = line.read(into);
            ended = n < 0;
            return n;
        }
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + left));
        int n;
        try {
            n = line.read(into);
        } finally {
            into.limit(limit);
        }
        if (n < 0) {
            throw new EOFException("the connection ended with " + left + " bytes missing");
        }
        left -= n;
        ended = left == 0 && !chunked;
        return n;
    }

    private boolean nextChunk() throws IOException {
        // Bounds the chunk's own line and the trailers after the last.
        int[] room = {8 << 10};
        if (!firstChunk && !Head.line(shown, line, room).isEmpty()) {
            throw Head.wrong(shown, "the end of a chunk", "more of it");
        }
        firstChunk = false;
        String size = Head.line(shown, line, room);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        } catch (NumberFormatException notOne) {
            throw Head.wrong(shown, "the size of a chunk", "something else");
        }
        if (left < 0) {
            throw Head.wrong(shown, "the size of a chunk", "a negative one");
        }
        if (left > 0) {
            return true;
        }
        String trailer;
        do {
            trailer = Head.line(shown, line, room);
        } while (!trailer.isEmpty());
        ended = true;
        return false;
    }
}
