package reel.store.layout;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Mapping;
import reel.stream.Corrupt;
import reel.stream.RandomReader;

/// One stored object, open for reading at any offset by any thread until it is closed: mapped where the backend can,
/// ranges of it read otherwise.
///
/// Bytes leave it by copy only. What is checked is the copy, which nobody else can change, and a disk error under a
/// mapping is an error of that copy instead of the end of the process.
public final class StoredObject implements RandomReader, AutoCloseable {
    private final RandomReader bytes;
    private final @Nullable MemorySegment mapped;
    private final boolean direct;
    private final String thing;
    private final Arena arena;

    private StoredObject(
            RandomReader bytes, @Nullable MemorySegment mapped, boolean direct, String thing, Arena arena) {
        this.bytes = bytes;
        this.mapped = mapped;
        this.direct = direct;
        this.thing = thing;
        this.arena = arena;
    }

    /// @param size the object's length, as the backend's stat gave it
    public static StoredObject open(Backend backend, Handle handle, long size) throws IOException {
        Mapping mapping = backend.traits().mapping();
        Arena arena = Arena.ofShared();
        if (mapping == null) {
            return new StoredObject(new Ranges(backend, handle, size), null, false, handle.path(), arena);
        }
        try {
            MemorySegment mapped = mapping.map(handle, arena);
            MemorySegment pages = mapped.isMapped() ? mapped : null;
            return new StoredObject(RandomReader.of(mapped), pages, true, handle.path(), arena);
        } catch (Throwable failure) {
            arena.close();
            throw failure;
        }
    }

    /// The same of an object that is damaged: what can be read is right, but may be another object's.
    public static StoredObject openDamaged(Backend backend, Handle handle, long size) throws IOException {
        if (!(backend instanceof Salvageable salvageable)) {
            return open(backend, handle, size);
        }
        return new StoredObject(new Remains(salvageable, handle, size), null, false, handle.path(), Arena.ofShared());
    }

    @Override
    public long size() {
        return bytes.size();
    }

    /// Whether a read is a mere copy, so that reading little costs little.
    public boolean isDirect() {
        return direct;
    }

    /// What this is, for messages.
    public String thing() {
        return thing;
    }

    /// Memory that lives as long as this object.
    public MemorySegment allocate(long size) {
        return arena.allocate(Math.max(1, size), 8).asSlice(0, size);
    }

    @Override
    public void read(long offset, MemorySegment into) throws IOException {
        try {
            bytes.read(offset, into);
        } catch (InternalError fault) {
            throw new Corrupt(thing, offset, "readable bytes", "a disk error or a truncated file", null, fault);
        }
        MemorySegment pages = mapped;
        if (pages != null) {
            Residency.OF_PROCESS.read(this, pages, into.byteSize());
        }
    }

    @Override
    public void close() {
        Residency.OF_PROCESS.forget(this);
        arena.close();
    }

    private record Ranges(Backend backend, Handle handle, long size) implements RandomReader {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            backend.read(handle, offset, into);
        }
    }

    private record Remains(Salvageable backend, Handle handle, long size) implements RandomReader {
        @Override
        public void read(long offset, MemorySegment into) throws IOException {
            backend.readDamaged(handle, offset, into);
        }
    }
}
