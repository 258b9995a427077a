package reel.history.manifest;

import java.lang.foreign.MemorySegment;

/// A part of a file in memory, on its way through a [BlockPipeline].
///
/// @param <S> what the work on a block leaves for its end
final class Block<S> {
    private final MemorySegment slot;
    private final S state;
    private MemorySegment bytes;
    private long offset;
    private boolean last;

    Block(MemorySegment slot, S state) {
        this.slot = slot;
        this.bytes = slot;
        this.state = state;
    }

    /// Makes this the block that starts at `start` of a file of `size` bytes.
    void place(long start, long size) {
        bytes = slot.asSlice(0, Math.min(slot.byteSize(), size - start));
        offset = start;
        last = end() == size;
    }

    /// The block's bytes, exactly as many as the file has there.
    MemorySegment bytes() {
        return bytes;
    }

    int length() {
        return (int) bytes.byteSize();
    }

    /// Where the block starts in the file.
    long offset() {
        return offset;
    }

    /// Where the block ends in the file.
    long end() {
        return offset + bytes.byteSize();
    }

    /// Whether the file ends with this block.
    boolean last() {
        return last;
    }

    S state() {
        return state;
    }
}
