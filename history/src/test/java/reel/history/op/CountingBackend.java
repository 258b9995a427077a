package reel.history.op;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.stream.Conflict;

/// Counts the questions asked of a backend; can lose the answer to a write that succeeded.
final class CountingBackend implements Backend {
    private final Backend inner;
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean loseNextAnswer;

    CountingBackend(Backend inner) {
        this.inner = inner;
    }

    @Override
    public Traits traits() {
        return inner.traits();
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        asked.incrementAndGet();
        return inner.stat(handle);
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        throw new AssertionError("the log must not be listed");
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        asked.incrementAndGet();
        inner.read(handle, offset, into);
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        inner.write(handle, source);
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        asked.incrementAndGet();
        inner.createNew(handle, source);
        if (loseNextAnswer) {
            loseNextAnswer = false;
            // What a retry after a lost answer meets.
            throw new Conflict(handle.toString(), "exists already");
        }
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
