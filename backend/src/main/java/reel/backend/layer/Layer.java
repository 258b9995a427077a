package reel.backend.layer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Locking;
import reel.backend.Mapping;
import reel.backend.Replacing;
import reel.backend.Source;
import reel.backend.Spooling;
import reel.backend.Stat;
import reel.backend.Traits;

/// What all decorators share: every call, those of the abilities too, goes through [#around]. Closing closes the
/// inside.
abstract sealed class Layer implements Backend
        permits RetryBackend, ThrottleBackend, MeterBackend, BoundBackend, FaultBackend {
    /// The call itself.
    interface Call<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /// A call without an answer.
    interface Action {
        void run() throws IOException;
    }

    final Backend inner;

    Layer(Backend inner) {
        this.inner = inner;
    }

    /// Makes the call, with whatever this layer is about before, after or instead.
    abstract <T extends @Nullable Object> T around(Request request, Call<T> call) throws IOException;

    final void run(Request request, Action action) throws IOException {
        this.<@Nullable Void>around(request, () -> {
            action.run();
            return null;
        });
    }

    @Override
    public Traits traits() {
        Traits traits = inner.traits();
        Spooling spooling = traits.spooling();
        Mapping mapping = traits.mapping();
        Locking locking = traits.locking();
        Replacing replacing = traits.replacing();
        return new Traits(
                traits.name(),
                spooling == null ? null : name -> spool(spooling, name),
                mapping == null
                        ? null
                        : (handle, arena) -> around(Request.of(Op.MAP, handle), () -> mapping.map(handle, arena)),
                locking == null
                        ? null
                        : (name, shared, wait) ->
                                around(Request.of(Op.LOCK, name), () -> locking.lock(name, shared, wait)),
                replacing == null ? null : (handle, source) -> replace(replacing, handle, source));
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        return around(Request.of(Op.STAT, handle), () -> inner.stat(handle));
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        run(Request.of(Op.LIST, prefix), () -> inner.list(prefix, sink));
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        run(Request.of(Op.READ, handle, into.byteSize()), () -> inner.read(handle, offset, into));
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        run(Request.of(Op.WRITE, handle, source.size()), () -> inner.write(handle, source));
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        run(Request.of(Op.CREATE, handle, source.size()), () -> inner.createNew(handle, source));
    }

    @Override
    public void delete(Handle handle) throws IOException {
        run(Request.of(Op.DELETE, handle), () -> inner.delete(handle));
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    void replace(Replacing replacing, Handle handle, Source source) throws IOException {
        run(Request.of(Op.REPLACE, handle, source.size()), () -> replacing.replace(handle, source));
    }

    private Spooling.Spool spool(Spooling spooling, String name) throws IOException {
        Spooling.Spool spool = around(Request.of(Op.SPOOL, name), () -> spooling.spool(name));
        opened(spool);
        return new Spooling.Spool() {
            @Override
            public void append(MemorySegment bytes) throws IOException {
                long length = bytes.byteSize();
                Layer.this.append(new Request(Op.APPEND, name, length, spool.size() + length), spool, bytes);
            }

            @Override
            public long size() {
                return spool.size();
            }

            @Override
            public void publish(Handle handle) throws IOException {
                run(new Request(Op.PUBLISH, handle.path(), 0, spool.size()), () -> spool.publish(handle));
            }

            @Override
            public void close() throws IOException {
                discard(spool);
            }
        };
    }

    /// Told of each spool that the inside opens.
    void opened(Spooling.Spool spool) {}

    void append(Request request, Spooling.Spool spool, MemorySegment bytes) throws IOException {
        run(request, () -> spool.append(bytes));
    }

    void discard(Spooling.Spool spool) throws IOException {
        spool.close();
    }
}
