package reel.protect.parity;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.stream.Corrupt;

/// A disk on which a range of one object cannot be read.
record BadSectors(Backend inner, Handle object, long from, long to) implements Backend {
    @Override
    public Traits traits() {
        Traits traits = inner.traits();
        return new Traits(traits.name(), traits.spooling(), null, traits.locking(), traits.replacing());
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
        if (handle.equals(object) && offset <= to && offset + into.byteSize() > from) {
            throw new Corrupt(handle.path(), offset, "readable bytes", "a device error");
        }
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
