package reel.video.carrier;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.stream.RandomReader;

/// A payload that is to be carried. It is taken once: in order, or gathered first and read at any offset.
public interface PayloadSource {
    /// No payload is longer than this; [Long#MAX_VALUE] where its source does not tell.
    long mostBytes();

    /// Makes the payload and hands it on in order.
    void writeTo(Output out) throws IOException;

    /// Makes the payload in a hidden file and reads it from there at any offset. The file is the caller's of
    /// [Carrier#encode] to close and delete; where an encode of the same files was stopped before, it is the very
    /// same payload as then.
    RandomReader gather() throws IOException;

    /// Takes bytes in order.
    @FunctionalInterface
    interface Output {
        /// @param bytes valid only during the call
        void accept(MemorySegment bytes) throws IOException;
    }
}
