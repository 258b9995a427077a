package reel.backend.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Replacing;
import reel.backend.Source;
import reel.backend.Traits;

/// Keeps reads and writes to a rate each, over all threads.
///
/// Mapped memory can not be slowed down, so where reads are limited there is no mapping and callers read
/// instead.
public final class ThrottleBackend extends Layer {
    private final @Nullable Pace reads;
    private final @Nullable Pace writes;

    private ThrottleBackend(Backend inner, @Nullable Pace reads, @Nullable Pace writes) {
        super(inner);
        this.reads = reads;
        this.writes = writes;
    }

    /// @param readBytesPerSecond  0 for no limit
    /// @param writeBytesPerSecond 0 for no limit
    public static ThrottleBackend over(Backend inner, long readBytesPerSecond, long writeBytesPerSecond, Timer timer) {
        return new ThrottleBackend(
                inner,
                readBytesPerSecond == 0 ? null : Pace.of(readBytesPerSecond, timer),
                writeBytesPerSecond == 0 ? null : Pace.of(writeBytesPerSecond, timer));
    }

    @Override
    public Traits traits() {
        Traits traits = super.traits();
        return reads == null
                ? traits
                : new Traits(traits.name(), traits.spooling(), null, traits.locking(), traits.replacing());
    }

    @Override
    <T extends @Nullable Object> T around(Request request, Call<T> call) throws IOException {
        Pace pace = switch (request.op()) {
            case READ -> reads;
            case APPEND -> writes;
            // WRITE, CREATE and REPLACE pay piece by piece, in their source.
            case STAT, LIST, WRITE, CREATE, REPLACE, DELETE, SPOOL, PUBLISH, MAP, LOCK -> null;
        };
        if (pace != null) {
            pace.take(request.bytes(), request.thing());
        }
        return call.run();
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        super.write(handle, paced(handle, source));
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        super.createNew(handle, paced(handle, source));
    }

    @Override
    void replace(Replacing replacing, Handle handle, Source source) throws IOException {
        super.replace(replacing, handle, paced(handle, source));
    }

    private Source paced(Handle handle, Source source) {
        Pace pace = writes;
        if (pace == null) {
            return source;
        }
        return new Source() {
            @Override
            public long size() {
                return source.size();
            }

            @Override
            public void read(long offset, MemorySegment into) throws IOException {
                pace.take(into.byteSize(), handle.path());
                source.read(offset, into);
            }
        };
    }
}
