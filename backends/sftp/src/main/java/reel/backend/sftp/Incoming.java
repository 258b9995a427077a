package reel.backend.sftp;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Cuts what a server sends into answers. Every length is bounded before anything is allocated or read by it.
final class Incoming {
    /// Several answers without bytes; of those with bytes as little as possible, since it is copied once more.
    private static final int AHEAD_BYTES = 4 << 10;

    private final Tube tube;
    private final Runnable heard;
    private final ByteBuffer ahead = ByteBuffer.allocateDirect(AHEAD_BYTES).flip();
    private final ByteBuffer[] one = {ahead};
    private final ByteBuffer[] two = {ahead, ahead};

    private int length;
    private int type;
    private int id;

    Incoming(Tube tube, Runnable heard) {
        this.tube = tube;
        this.heard = heard;
    }

    int type() {
        return type;
    }

    int id() {
        return id;
    }

    /// Reads the head of the next answer; false where the connection ended before it.
    boolean next() throws IOException {
        if (!ahead.hasRemaining() && !more()) {
            return false;
        }
        need(Integer.BYTES);
        length = ahead.getInt();
        if (length < Wire.HEAD - Integer.BYTES || length > Wire.MOST_PACKET) {
            throw tooLong();
        }
        need(Wire.HEAD - Integer.BYTES);
        type = Byte.toUnsignedInt(ahead.get());
        id = ahead.getInt();
        length -= Wire.HEAD - Integer.BYTES;
        return true;
    }

    /// A program that prints before it speaks, for which most people have their shell to thank, is told as such.
    private IOException tooLong() {
        byte[] start = new byte[Integer.BYTES];
        ByteBuffer.wrap(start).putInt(length);
        for (byte b : start) {
            if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return new Violation(
                        "an answer of at most " + Wire.MOST_PACKET + " bytes", Integer.toUnsignedString(length));
            }
        }
        return new Violation(
                "SFTP",
                "text (does a start-up file of the shell there print something? it must not where nobody looks)");
    }

    /// The rest of an answer without bytes.
    byte[] body() throws IOException {
        byte[] body = new byte[length];
        int filled = 0;
        while (filled < length) {
            if (!ahead.hasRemaining()) {
                need(1);
            }
            int count = Math.min(ahead.remaining(), length - filled);
            ahead.get(body, filled, count);
            filled += count;
        }
        return body;
    }

    /// The rest of an answer with bytes, put into `target`; how many.
    int data(MemorySegment target) throws IOException {
        need(Integer.BYTES);
        int bytes = ahead.getInt();
        if (bytes != length - Integer.BYTES || bytes < 1 || bytes > target.byteSize()) {
            throw new Violation("1 to " + target.byteSize() + " bytes of a file", Integer.toUnsignedString(bytes));
        }
        ByteBuffer into = target.asByteBuffer().limit(bytes);
        int copied = Math.min(ahead.remaining(), bytes);
        into.put(ahead.slice(ahead.position(), copied));
        ahead.position(ahead.position() + copied);
        two[0] = into;
        while (into.hasRemaining()) {
            ahead.clear();
            read(two);
            ahead.flip();
        }
        two[0] = ahead;
        return bytes;
    }

    private void need(int bytes) throws IOException {
        while (ahead.remaining() < bytes) {
            if (!more()) {
                throw new EOFException("in the middle of an answer");
            }
        }
    }

    /// More bytes behind those that are there; false at the end.
    private boolean more() throws IOException {
        ahead.compact();
        try {
            long count = tube.read(one);
            heard.run();
            return count >= 0;
        } finally {
            ahead.flip();
        }
    }

    private void read(ByteBuffer[] into) throws IOException {
        if (tube.read(into) < 0) {
            throw new EOFException("in the middle of an answer");
        }
        heard.run();
    }
}
