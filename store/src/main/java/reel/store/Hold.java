package reel.store;

import java.io.IOException;

/// What a command that writes keeps open from before it looks anything up until the operation or the stage that names
/// what it found is written: gc deletes none of that meanwhile. Many may be open at once, and none waits for gc.
public interface Hold extends AutoCloseable {
    /// Operations before this number may be named no more: their contents may be going.
    long floor();

    /// [reel.stream.Conflict] where a collection overlooked this hold (its lock was lost) and took something it relied
    /// on.
    ///
    /// @param swept the newest sweep that the operation log tells of
    void requireNotSwept(long swept) throws IOException;

    @Override
    void close() throws IOException;
}
