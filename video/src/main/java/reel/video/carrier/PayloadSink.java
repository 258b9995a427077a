package reel.video.carrier;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Takes a payload in any order. Thread-safe.
public interface PayloadSink {
    /// @param bytes valid only during the call; within the payload's length
    void write(long offset, MemorySegment bytes) throws IOException;
}
