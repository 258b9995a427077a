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
/// budget has nothing left now, and for what is short, the connection's own small buffer does. For one thread.
final class Staging implements AutoCloseable {
    /// Half of it fits the second-level cache beside what the other side holds; larger ones gain nothing.
    private static final int LEASED_BYTES = 256 << 10;

    private static final int SMALL_BYTES = 32 << 10;

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

    /// @param line   whose buffer for what goes out nobody else uses meanwhile
    /// @param wanted bytes that will pass through it
    static Staging of(MemoryBudget memory, Line line, long wanted) throws IOException {
        @Nullable Lease lease = lease(memory, wanted);
        if (lease != null) {
            return new Staging(lease, null, lease.segment());
        }
        return new Staging(null, null, MemorySegment.ofBuffer(line.outgoing().clear()));
    }

    /// Without a connection. @param wanted bytes that will pass through it
    static Staging of(MemoryBudget memory, long wanted) throws IOException {
        @Nullable Lease lease = lease(memory, wanted);
        if (lease != null) {
            return new Staging(lease, null, lease.segment());
        }
        // A shared arena is closed by a handshake with every thread.
        Arena arena = Arena.ofConfined();
        return new Staging(null, arena, arena.allocate(Math.clamp(wanted, 1, SMALL_BYTES)));
    }

    private static @Nullable Lease lease(MemoryBudget memory, long wanted) throws IOException {
        return wanted > SMALL_BYTES && memory.limitBytes() >= LEASED_BYTES ? memory.tryLease(LEASED_BYTES) : null;
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
