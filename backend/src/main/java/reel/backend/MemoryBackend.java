package reel.backend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import reel.stream.Conflict;
import reel.stream.Corrupt;
import reel.stream.Exhausted;
import reel.stream.Missing;
import reel.stream.Refused;

/// Objects on the heap, for tests and for small throw-away repositories: the twin of [LocalBackend].
///
/// What is visible counts as durable, so [#snapshot] is what a crash leaves. Locks end at the process, or
/// rather at this backend: a snapshot has none.
public final class MemoryBackend implements Backend {
    /// An object is one array.
    static final long MAX_OBJECT_BYTES = Integer.MAX_VALUE - 8;

    private record Stored(byte[] bytes, Instant modified) {}

    private final ConcurrentNavigableMap<Handle, Stored> objects;
    private final NamedLock.Table locks = new NamedLock.Table();
    private final InstantSource clock;
    private final Traits traits = new Traits("memory", MemorySpool::new, this::map, this::lock, this::replace);

    private MemoryBackend(ConcurrentNavigableMap<Handle, Stored> objects, InstantSource clock) {
        this.objects = objects;
        this.clock = clock;
    }

    public static MemoryBackend create() {
        return create(InstantSource.system());
    }

    /// @param clock dates the objects
    public static MemoryBackend create(InstantSource clock) {
        return new MemoryBackend(new ConcurrentSkipListMap<>(), clock);
    }

    /// Another backend with the objects of this one as they are now: no spools, no locks. What happens to either
    /// later, the other does not see.
    public MemoryBackend snapshot() {
        return new MemoryBackend(new ConcurrentSkipListMap<>(objects), clock);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        Stored stored = find(handle);
        return new Stat(handle, stored.bytes.length, stored.modified);
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) {
        objects.forEach((handle, stored) -> {
            if (handle.path().startsWith(prefix)) {
                sink.accept(new Stat(handle, stored.bytes.length, stored.modified));
            }
        });
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        byte[] bytes = find(handle).bytes;
        checkRange(handle, offset, into.byteSize(), bytes.length);
        MemorySegment.copy(MemorySegment.ofArray(bytes), offset, into, 0, into.byteSize());
    }

    /// A range that the object does not have.
    static void checkRange(Handle handle, long offset, long length, long size) throws Corrupt {
        if (offset < 0) {
            throw new IllegalArgumentException("negative offset " + offset);
        }
        if (offset > size - length) {
            throw new Corrupt(handle.path(), size, "at least " + offset + " + " + length + " bytes", size + " bytes");
        }
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        put(handle, bytesOf(handle, source), Taken.KEEP_SAME_SIZE);
    }

    private void replace(Handle handle, Source source) throws IOException {
        put(handle, bytesOf(handle, source), Taken.REPLACE);
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        put(handle, bytesOf(handle, source), Taken.CONFLICT);
    }

    @Override
    public void delete(Handle handle) throws IOException {
        checkInterrupt();
        objects.remove(handle.requireObject());
    }

    @Override
    public void close() {}

    private Stored find(Handle handle) throws IOException {
        checkInterrupt();
        Stored stored = objects.get(handle.requireObject());
        if (stored == null) {
            throw new Missing(handle.path(), "not there");
        }
        return stored;
    }

    private static byte[] bytesOf(Handle handle, Source source) throws IOException {
        handle.requireObject();
        checkSize(handle.path(), source.size());
        byte[] bytes = new byte[(int) source.size()];
        source.read(0, MemorySegment.ofArray(bytes));
        return bytes;
    }

    private static void checkSize(String name, long size) throws Exhausted {
        if (size > MAX_OBJECT_BYTES) {
            throw new Exhausted(name, size + " bytes are more than an object in memory can have", "Use a folder.");
        }
    }

    /// What becomes of an object that has the name already.
    private enum Taken {
        /// It stays; one of another length is damaged and goes.
        KEEP_SAME_SIZE,
        CONFLICT,
        REPLACE
    }

    private void put(Handle handle, byte[] bytes, Taken taken) throws IOException {
        checkInterrupt();
        handle.requireObject();
        synchronized (objects) {
            refuseFolders(handle);
            Stored there = objects.get(handle);
            if (there != null && taken == Taken.CONFLICT) {
                throw new Conflict(handle.path(), "exists already");
            }
            if (taken == Taken.REPLACE || there == null || there.bytes.length != bytes.length) {
                objects.put(handle, new Stored(bytes, clock.instant()));
            }
        }
    }

    private void refuseFolders(Handle handle) throws Refused {
        String path = handle.path();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (objects.containsKey(Handle.of(path.substring(0, slash)))) {
                throw new Refused(path, path.substring(0, slash) + " is an object, not a folder");
            }
        }
        Handle below = path.length() + 2 > Handle.MAX_CHARS ? null : objects.ceilingKey(Handle.of(path + "/\u0001"));
        if (below != null && below.path().startsWith(path + "/")) {
            throw new Refused(path, "is a folder, not an object");
        }
    }

    private MemorySegment map(Handle handle, Arena arena) throws IOException {
        byte[] bytes = find(handle).bytes;
        MemorySegment copy = arena.allocate(bytes.length, Long.BYTES);
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return copy.asReadOnly();
    }

    private Locking.Lock lock(Handle name, boolean shared, Duration wait) throws IOException {
        return locks.lock(Locking.requireLock(name), name, shared, wait, NamedLock.Outer::none);
    }

    private static void checkInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private final class MemorySpool implements Spooling.Spool {
        private final String name;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long size;
        private boolean open = true;

        MemorySpool(String name) {
            this.name = name;
        }

        @Override
        public void append(MemorySegment more) throws IOException {
            checkOpen();
            checkInterrupt();
            checkSize(name, size + more.byteSize());
            bytes.writeBytes(more.toArray(ValueLayout.JAVA_BYTE));
            size += more.byteSize();
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void publish(Handle handle) throws IOException {
            checkOpen();
            open = false;
            put(handle, bytes.toByteArray(), Taken.KEEP_SAME_SIZE);
        }

        private void checkOpen() {
            if (!open) {
                throw new IllegalStateException("this spool is closed or published: " + name);
            }
        }

        @Override
        public void close() {
            open = false;
            bytes.reset();
        }
    }
}
