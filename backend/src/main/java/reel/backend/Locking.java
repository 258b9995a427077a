package reel.backend;

import java.io.IOException;
import java.time.Duration;

/// The ability to lock by name, across processes, with locks the system drops when their process dies, so that none
/// is ever stale.
public interface Locking {
    /// @param shared many holders at once, or one alone
    /// @param wait   how long to wait for others; then [reel.stream.Conflict], naming the holder where it is known
    Lock lock(Handle name, boolean shared, Duration wait) throws IOException;

    /// A held lock.
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
