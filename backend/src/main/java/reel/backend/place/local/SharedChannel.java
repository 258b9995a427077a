package reel.backend.place.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/// An open file that several threads use, of which each may be interrupted: the JDK closes the channel under
/// all of them then, and the others open it again here.
final class SharedChannel implements AutoCloseable {
    /// A call on the open file.
    @FunctionalInterface
    interface Use<T> {
        T with(FileChannel channel) throws IOException;
    }

    private final Path file;
    private final Set<? extends OpenOption> again;
    private FileChannel channel;
    private boolean closed;

    private SharedChannel(Path file, FileChannel channel, Set<? extends OpenOption> again) {
        this.file = file;
        this.channel = channel;
        this.again = again;
    }

    /// @param first options of the first opening
    /// @param again of every later one
    static SharedChannel open(Path file, Set<? extends OpenOption> first, Set<? extends OpenOption> again)
            throws IOException {
        return new SharedChannel(file, FileChannel.open(file, first), again);
    }

    /// Makes the call, more than once if other threads are interrupted: it must not count what it has done.
    <T> T use(Use<T> use) throws IOException {
        while (true) {
            FileChannel open = current();
            try {
                return use.with(open);
            } catch (ClosedByInterruptException interrupted) {
                InterruptedIOException stopped = new InterruptedIOException("interrupted at " + file);
                stopped.initCause(interrupted);
                throw stopped;
            } catch (ClosedChannelException other) {
                if (Thread.currentThread().isInterrupted()) {
                    InterruptedIOException stopped = new InterruptedIOException("interrupted at " + file);
                    stopped.initCause(other);
                    throw stopped;
                }
            }
        }
    }

    private synchronized FileChannel current() throws IOException {
        if (closed) {
            throw new IllegalStateException(file + " is closed");
        }
        if (!channel.isOpen()) {
            channel = FileChannel.open(file, again);
        }
        return channel;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }
}
