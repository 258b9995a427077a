package reel.backend;

import java.io.IOException;
import java.time.Duration;

/// The ability to lock by name, across threads and processes, with locks the system drops when their process
/// dies, so that none is ever stale.
public interface Locking {
    /// What every lock's name begins with.
    String PREFIX = "locks/";

    /// @param name   under `locks/`; any other is a programmer's mistake
    /// @param shared many holders at once, or one alone
    /// @param wait   how long to wait for others; then [reel.stream.Conflict], naming the holder where it is known
    Lock lock(Handle name, boolean shared, Duration wait) throws IOException;

    /// A held lock: closed by any thread; closing again does nothing. It is not reentrant: its own thread waits
    /// too.
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /// This handle, which must be able to name a lock.
    static Handle requireLock(Handle name) {
        if (!name.path().startsWith(PREFIX)) {
            throw new IllegalArgumentException("a lock's name begins with " + PREFIX + ": " + name);
        }
        return name;
    }
}
