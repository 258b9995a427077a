package reel.backend.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Stat;
import reel.stream.Conflict;
import reel.stream.Transient;

/// Tries again after a [Transient] failure, after a pause that grows, with jitter so that many clients do not
/// come back at once.
///
/// A spool whose append or publish failed is lost and is not retried here: only its writer has the bytes.
public final class RetryBackend extends Layer {
    private static final int COMPARE_BYTES = 1 << 18;

    private final Retrying retrying;

    private RetryBackend(Backend inner, Retrying retrying) {
        super(inner);
        this.retrying = retrying;
    }

    public static RetryBackend over(Backend inner, RetryPolicy policy) {
        return new RetryBackend(inner, Retrying.by(policy));
    }

    /// @param jitter used by one thread at a time only if the backend is
    public static RetryBackend over(Backend inner, RetryPolicy policy, Timer timer, RandomGenerator jitter) {
        return new RetryBackend(inner, Retrying.by(policy, timer, jitter));
    }

    @Override
    <T extends @Nullable Object> T around(Request request, Call<T> call) throws IOException {
        if (request.op() == Op.APPEND || request.op() == Op.PUBLISH) {
            return call.run();
        }
        return retrying.run(call::run);
    }

    /// Goes on behind the last object told.
    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        Handle[] last = {null};
        run(
                Request.of(Op.LIST, prefix),
                () -> inner.list(prefix, stat -> {
                    if (last[0] == null || stat.handle().compareTo(last[0]) > 0) {
                        last[0] = stat.handle();
                        sink.accept(stat);
                    }
                }));
    }

    /// A try that failed may have created the object after all: then the next finds its own bytes there.
    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        AtomicBoolean triedBefore = new AtomicBoolean();
        run(Request.of(Op.CREATE, handle, source.size()), () -> {
            try {
                inner.createNew(handle, source);
            } catch (Conflict conflict) {
                if (!triedBefore.get() || !holds(handle, source)) {
                    throw conflict;
                }
            } catch (Transient failure) {
                triedBefore.set(true);
                throw failure;
            }
        });
    }

    private boolean holds(Handle handle, Source source) throws IOException {
        if (inner.stat(handle).size() != source.size()) {
            return false;
        }
        MemorySegment theirs = MemorySegment.ofArray(new byte[COMPARE_BYTES]);
        MemorySegment ours = MemorySegment.ofArray(new byte[COMPARE_BYTES]);
        for (long at = 0; at < source.size(); at += COMPARE_BYTES) {
            long length = Math.min(COMPARE_BYTES, source.size() - at);
            inner.read(handle, at, theirs.asSlice(0, length));
            source.read(at, ours.asSlice(0, length));
            if (MemorySegment.mismatch(theirs, 0, length, ours, 0, length) >= 0) {
                return false;
            }
        }
        return true;
    }
}
