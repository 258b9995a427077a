package reel.cli.screen;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One of the two streams a user reads: UTF-8 text and plain bytes, buffered. Thread-safe.
///
/// A reader that went away (`reel log | head`) ends the command by [Closed], as SIGPIPE ends other programs.
public final class Output {
    private static final int BUFFER_BYTES = 64 << 10;

    private final OutputStream to;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;
    private boolean closed;

    public Output(OutputStream to) {
        this.to = to;
    }

    public Output print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
        return this;
    }

    public Output line(String text) {
        return print(text + "\n");
    }

    public synchronized void write(byte[] bytes, int offset, int length) {
        if (length > BUFFER_BYTES - used) {
            flush();
        }
        if (length >= BUFFER_BYTES) {
            send(bytes, offset, length);
            return;
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }

    public synchronized void flush() {
        if (used > 0) {
            int length = used;
            used = 0;
            send(buffer, 0, length);
        }
        try {
            if (!closed) {
                to.flush();
            }
        } catch (IOException gone) {
            throw gone(gone);
        }
    }

    /// A stream over this output, for libraries; closing it flushes only.
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                Output.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                Output.this.write(bytes, offset, length);
            }

            @Override
            public void flush() {
                Output.this.flush();
            }

            @Override
            public void close() {
                Output.this.flush();
            }
        };
    }

    private void send(byte[] bytes, int offset, int length) {
        if (closed) {
            throw new Closed(null);
        }
        try {
            to.write(bytes, offset, length);
        } catch (IOException gone) {
            throw gone(gone);
        }
    }

    private Closed gone(IOException cause) {
        closed = true;
        used = 0;
        return new Closed(cause);
    }

    /// Nobody reads this output any more, or, as the cause says, its disk takes no more.
    public static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed(@org.jspecify.annotations.Nullable IOException cause) {
            super("output closed", cause);
        }
    }
}
