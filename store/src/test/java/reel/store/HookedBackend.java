package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;

/// A backend whose subclass lets something happen between two requests. Closing it leaves the inside open.
public class HookedBackend implements Backend {
    private final Backend inner;

    protected HookedBackend(Backend inner) {
        this.inner = inner;
    }

    @Override
    public Traits traits() {
        return inner.traits();
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        return inner.stat(handle);
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        inner.list(prefix, sink);
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        inner.read(handle, offset, into);
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        inner.write(handle, source);
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        inner.createNew(handle, source);
    }

    @Override
    public void delete(Handle handle) throws IOException {
        inner.delete(handle);
    }

    @Override
    public void close() throws IOException {}
}
