package reel.backend.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import reel.stream.ReelException;

/// Bytes to and from a server that speaks SFTP: a child process, or a test's pipes. One thread reads, one writes.
interface Tube extends AutoCloseable {
    /// Waits for bytes and fills `into`, buffer after buffer; how many, -1 at the end.
    long read(ByteBuffer[] into) throws IOException;

    /// Writes some of `from`, at least one byte.
    void write(ByteBuffer[] from) throws IOException;

    /// Writes all of the first `length` bytes, which there is room for, from any thread while no other writes; an
    /// interruption of that thread, which may come in just this moment, does not end the connection.
    void writeNow(byte[] from, int length) throws IOException;

    /// Whether nobody is expected to answer just now, because the user is asked for something.
    boolean asking();

    /// Told when the server has answered to the greeting.
    void greeted();

    /// Why it ended, asked after it did; a new exception each time.
    ReelException epitaph();

    /// Ends it at once, from any thread: both directions fail. More than once is no error.
    @Override
    void close();
}
