package reel.video.archive;

import java.lang.foreign.MemorySegment;
import reel.stream.hash.Hash;

/// What stands before a frame's data: the payload's first bytes once more, and the BLAKE3 of the frame's data.
final class FrameNote {
    /// As much of the payload as its header has: what it takes to read anything behind it.
    static final int HEAD_BYTES = 96;

    static final int BYTES = HEAD_BYTES + 32;

    private FrameNote() {}

    /// @param body a frame's bodies
    static void write(MemorySegment body, byte[] head, Hash hash) {
        MemorySegment.copy(MemorySegment.ofArray(head), 0, body, 0, HEAD_BYTES);
        MemorySegment.copy(MemorySegment.ofArray(hash.toBytes()), 0, body, HEAD_BYTES, 32);
    }

    static Hash hash(MemorySegment body) {
        byte[] bytes = new byte[32];
        MemorySegment.copy(body, HEAD_BYTES, MemorySegment.ofArray(bytes), 0, bytes.length);
        return Hash.of(bytes);
    }
}
