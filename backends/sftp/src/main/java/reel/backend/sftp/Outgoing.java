package reel.backend.sftp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What goes out in one call to the system: small requests copied together, then at most one with bytes, from
/// where it lies.
final class Outgoing {
    /// Dozens of the usual requests.
    private static final int SMALL_BYTES = 32 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer small = ByteBuffer.allocateDirect(SMALL_BYTES);
    private final ByteBuffer[] both = {small, NOTHING};
    private @Nullable Call large;
    private boolean reading;

    /// Takes a request; false where it has to wait for the next turn.
    boolean add(Call call) {
        if (reading || large != null) {
            return false;
        }
        if (call.isWrite()) {
            large = call;
            both[1] = call.packet;
            return true;
        }
        if (call.packet.remaining() > small.remaining()) {
            if (small.position() > 0) {
                return false;
            }
            small = ByteBuffer.allocateDirect(call.packet.remaining());
            both[0] = small;
        }
        small.put(call.packet);
        return true;
    }

    boolean hasRemaining() {
        if (!reading) {
            small.flip();
            reading = true;
        }
        return both[0].hasRemaining() || both[1].hasRemaining();
    }

    ByteBuffer[] buffers() {
        return both;
    }

    /// Ready for the next turn; what lay in a buffer on loan is not needed any more.
    void clear() {
        small.clear();
        both[1] = NOTHING;
        reading = false;
        if (large != null && large.loan != null) {
            large.loan.release();
        }
        large = null;
    }
}
