package reel.app;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Spooling;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.stream.Exhausted;

/// A disk that is full and stays so: everything can be read, locked and deleted, and nothing written.
record FullDisk(Backend inner) implements Backend {
    private static Exhausted full(String thing) {
        return new Exhausted(thing, "there is no space left");
    }

    @Override
    public Traits traits() {
        Traits traits = inner.traits();
        Spooling spooling = traits.spooling();
        return new Traits(
                traits.name(),
                spooling == null ? null : FullSpool::new,
                traits.mapping(),
                traits.locking(),
                traits.replacing() == null
                        ? null
                        : (handle, source) -> {
                            throw full(handle.path());
                        });
    }

    /// A file could be made, its bytes find no place.
    private record FullSpool(String name) implements Spooling.Spool {
        @Override
        public void append(MemorySegment bytes) throws IOException {
            throw full(name);
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void publish(Handle handle) throws IOException {
            throw full(handle.path());
        }

        @Override
        public void close() {}
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
        throw full(handle.path());
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        throw full(handle.path());
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
