package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Where a restored file's bytes go: called by one thread, in file order, without gap or overlap.
@FunctionalInterface
public interface ContentSink {
    /// Takes all of `bytes`, which stand at `offset` of the file; they are only valid during the call.
    void write(long offset, MemorySegment bytes) throws IOException;
}
