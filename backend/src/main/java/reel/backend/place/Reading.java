package reel.backend.place;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// One version of a file, open for reading. A call that fails with [reel.stream.Transient] leaves it usable: the
/// next call connects again.
public interface Reading extends AutoCloseable {
    /// The file as the place tells it now; its size is [Entry#UNKNOWN] only where the server does not say.
    Entry entry();

    /// Hands `length` bytes from `offset` to `sink`, in order, exactly; any number of ranges at once from any
    /// threads where [PlaceTraits#ranges], else only the whole file from 0 by one thread. For a file of unknown
    /// size `length` is [Entry#UNKNOWN]: to its end.
    ///
    /// Never short: a file that changed is [reel.stream.Conflict], a connection that ends early
    /// [reel.stream.Transient], a server that answers another range [reel.stream.Corrupt].
    void read(long offset, long length, Pieces sink) throws IOException;

    @Override
    void close() throws IOException;

    /// Takes bytes piece by piece.
    @FunctionalInterface
    interface Pieces {
        /// @param piece at most [#MOST_BYTES], valid only during the call
        void accept(MemorySegment piece) throws IOException;

        /// The largest piece.
        int MOST_BYTES = 1 << 20;
    }
}
