package reel.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// The ability to write an object piece by piece and name it at the end.
public interface Spooling {
    /// A new, invisible object.
    ///
    /// @param name what it will hold, for messages
    Spool spool(String name) throws IOException;

    /// An object being written. Not thread-safe. After a failed [#append] or [#publish] it can only be closed.
    interface Spool extends AutoCloseable {
        void append(MemorySegment bytes) throws IOException;

        /// Bytes appended so far.
        long size();

        /// Makes the object durable and then visible under `handle`; all or nothing, at most once. One that exists
        /// and has this size is left as it is.
        void publish(Handle handle) throws IOException;

        /// Discards what was not published.
        @Override
        void close() throws IOException;
    }
}
