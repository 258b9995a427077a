package reel.stream.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One off-heap allocation and the arena that frees it.
record Buffer(Arena arena, MemorySegment segment) {
    /// A cache line, and the widest vector.
    static final long ALIGNMENT = 64;

    static Buffer allocate(long bytes) {
        Arena arena = Arena.ofShared();
        try {
            return new Buffer(arena, arena.allocate(bytes, ALIGNMENT));
        } catch (Throwable failure) {
            arena.close();
            throw failure;
        }
    }

    long bytes() {
        return segment.byteSize();
    }

    void free() {
        arena.close();
    }
}
