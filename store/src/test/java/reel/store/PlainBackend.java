package reel.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;

/// A backend that can do nothing but the contract, as a simple remote one.
public record PlainBackend(Backend inner) implements Backend {
    @Override
    public Traits traits() {
        return new Traits("plain", null, null, null, null);
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
    public void close() throws IOException {
        inner.close();
    }
}
