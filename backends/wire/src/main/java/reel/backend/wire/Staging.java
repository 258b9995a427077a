package reel.backend.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import reel.stream.buffer.Lease;
import reel.stream.buffer.MemoryBudget;

/// A buffer between a socket and whoever gives or takes its bytes.
///
/// It never waits for memory: whoever calls may hold the rest of the budget and wait for this call. Where the
/// budget has nothing left now, a small buffer of its own does, slower.
final class Staging implements AutoCloseable {
    /// Half of it fits the second-level cache beside what the other side holds; larger ones gain nothing.
    private static final int LEASED_BYTES = 256 << 10;

    private static final int OWN_BYTES = 32 << 10;

    private final @Nullable Lease lease;
    private final @Nullable Arena arena;
    private final MemorySegment segment;
    private final ByteBuffer buffer;

    private Staging(@Nullable Lease lease, @Nullable Arena arena, MemorySegment segment) {
        this.lease = lease;
        this.arena = arena;
        this.segment = segment;
        this.buffer = segment.asByteBuffer();
    }

    /// @param wanted bytes that will pass through it
    static Staging of(MemoryBudget memory, long wanted) throws IOException {
        if (wanted > OWN_BYTES && memory.limitBytes() >= LEASED_BYTES) {
            @Nullable Lease lease = memory.tryLease(LEASED_BYTES);
            if (lease != null) {
                return new Staging(lease, null, lease.segment());
            }
        }
        Arena arena = Arena.ofShared();
        return new Staging(null, arena, arena.allocate(Math.max(1, Math.min(wanted, OWN_BYTES))));
    }

    MemorySegment segment() {
        return segment;
    }

    /// The same bytes, empty.
    ByteBuffer clear() {
        return buffer.clear();
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
        if (arena != null) {
            arena.close();
        }
    }
}
