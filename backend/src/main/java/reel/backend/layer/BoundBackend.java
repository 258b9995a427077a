package reel.backend.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.stream.Exhausted;

/// Limits calls at a time, the size of objects, and how full the place may get. Calls wait for their turn; what
/// would pass the other limits is [Exhausted], before a byte of it is written.
///
/// A call made by a sink or a source of another call on the same thread goes along with that one's turn:
/// waiting for a second one could wait for ever. Locks and what is done while holding a spool take no turn.
public final class BoundBackend extends Layer {
    /// Bytes that can still be written; `Long.MAX_VALUE` where that is not known.
    public interface FreeSpace {
        long bytes() throws IOException;
    }

    private final Bounds bounds;
    private final FreeSpace free;
    private final Semaphore turns;
    private final ThreadLocal<@Nullable Boolean> inside = new ThreadLocal<>();

    private BoundBackend(Backend inner, Bounds bounds, FreeSpace free) {
        super(inner);
        this.bounds = bounds;
        this.free = free;
        this.turns = new Semaphore(bounds.concurrentCalls(), true);
    }

    public static BoundBackend over(Backend inner, Bounds bounds, FreeSpace free) {
        return new BoundBackend(inner, bounds, free);
    }

    @Override
    <T extends @Nullable Object> T around(Request request, Call<T> call) throws IOException {
        switch (request.op()) {
            case WRITE, CREATE, REPLACE, APPEND -> checkRoom(request);
            case STAT, LIST, READ, DELETE, SPOOL, PUBLISH, MAP, LOCK -> {}
        }
        if (request.op() == Op.LOCK || inside.get() != null) {
            return call.run();
        }
        try {
            turns.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted before " + request.thing());
            stopped.initCause(interrupted);
            throw stopped;
        }
        inside.set(true);
        try {
            return call.run();
        } finally {
            inside.remove();
            turns.release();
        }
    }

    private void checkRoom(Request request) throws IOException {
        if (request.total() > bounds.maxObjectBytes()) {
            throw new Exhausted(
                    request.thing(),
                    request.total() + " bytes are more than an object may have here (" + bounds.maxObjectBytes() + ")",
                    "Raise the limit or write smaller objects.");
        }
        if (bounds.minFreeBytes() > 0 && free.bytes() - request.bytes() < bounds.minFreeBytes()) {
            throw new Exhausted(
                    request.thing(),
                    request.bytes() + " bytes would leave less than " + bounds.minFreeBytes() + " bytes free in "
                            + inner.traits().name(),
                    "Free some space, then try again.");
        }
    }
}
