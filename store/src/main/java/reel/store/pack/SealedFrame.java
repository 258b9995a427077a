package reel.store.pack;

import java.lang.foreign.MemorySegment;
import reel.stream.buffer.Lease;
import reel.stream.seal.Codec;

/// A frame as it goes into a pack: header, sealed bytes and padding in one segment, and the rows for the footer.
///
/// @param number     the frame's number in its session, which the chunks' places refer to
/// @param ids        four longs a chunk
/// @param lengths    stored bytes of each chunk, in order
record SealedFrame(
        int number,
        Lease lease,
        MemorySegment bytes,
        Codec codec,
        int sealedBytes,
        int plainBytes,
        int crc,
        int count,
        long[] ids,
        int[] lengths)
        implements AutoCloseable {
    @Override
    public void close() {
        lease.close();
    }
}
