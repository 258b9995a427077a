package reel.protect.twin;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Mapping;
import reel.backend.Source;
import reel.backend.Spooling;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.stream.Corrupt;

/// A layer that keeps a twin of every small object: `format`, `ops/`, `keys/` and `gc/`. It stands on the bytes as
/// they are stored, below any encryption.
///
/// After a successful create or write the twin is made; when a read finds the object different from its twin, or a look
/// finds it gone or of another length, the twin's bytes take its place. A delete removes the twin first, so nothing
/// that was deleted comes
/// back. A twin that cannot be made (a full disk) fails nothing: the object is stored, and [Twins#complete] makes it
/// later. Where nothing can be written, the twin's bytes are told all the same.
public final class TwinBackend implements Backend {
    private final Backend inner;
    private final TwinStore twins;
    private final Consumer<Handle> healed;

    private TwinBackend(Backend inner, Consumer<Handle> healed) {
        this.inner = inner;
        this.twins = new TwinStore(inner);
        this.healed = healed;
    }

    /// @param healed is told of each object that was put back
    public static TwinBackend over(Backend inner, Consumer<Handle> healed) {
        return new TwinBackend(inner, healed);
    }

    @Override
    public Traits traits() {
        Traits traits = inner.traits();
        Spooling spooling = traits.spooling();
        Mapping mapping = traits.mapping();
        return new Traits(
                traits.name(),
                spooling == null ? null : name -> new TwinSpool(spooling.spool(name)),
                mapping == null ? null : (handle, arena) -> map(mapping, handle, arena),
                traits.locking(),
                traits.replacing());
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        if (TwinNames.hasTwin(handle) && !twins.hasSizeOfTwin(handle)) {
            byte[] right = rightBytes(handle);
            if (right != null) {
                return new Stat(
                        handle, right.length, inner.stat(TwinNames.twin(handle)).modified());
            }
        }
        return inner.stat(handle);
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        for (String folder : TwinNames.twinsOf(prefix)) {
            List<Handle> originals = new ArrayList<>();
            inner.list(folder, twin -> TwinNames.original(twin.handle()).ifPresent(originals::add));
            for (Handle original : originals) {
                rightBytes(original);
            }
        }
        inner.list(prefix, sink);
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        if (TwinNames.hasTwin(handle)) {
            byte[] right = rightBytes(handle);
            if (right != null) {
                if (offset > right.length - into.byteSize()) {
                    throw new Corrupt(
                            handle.path(),
                            right.length,
                            "at least " + offset + " + " + into.byteSize() + " bytes",
                            right.length + " bytes");
                }
                MemorySegment.copy(MemorySegment.ofArray(right), offset, into, 0, into.byteSize());
                return;
            }
        }
        inner.read(handle, offset, into);
    }

    private MemorySegment map(Mapping mapping, Handle handle, Arena arena) throws IOException {
        if (TwinNames.hasTwin(handle)) {
            byte[] right = rightBytes(handle);
            if (right != null) {
                MemorySegment copy = arena.allocate(right.length, Long.BYTES);
                copy.copyFrom(MemorySegment.ofArray(right));
                return copy.asReadOnly();
            }
        }
        return mapping.map(handle, arena);
    }

    /// The bytes the object ought to have, put back where they were not there; null where only the object itself can
    /// tell: it is as its twin says, or has no readable twin.
    private byte @Nullable [] rightBytes(Handle handle) throws IOException {
        Optional<byte[]> twin = twins.read(handle);
        if (twin.isEmpty()) {
            return null;
        }
        Optional<byte[]> original = twins.original(handle);
        if (original.isPresent() && Arrays.equals(original.get(), twin.get())) {
            return null;
        }
        if (twins.restore(handle, twin.get())) {
            healed.accept(handle);
            return null;
        }
        return twins.isThere(handle) ? twin.get() : null;
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        inner.write(handle, source);
        written(handle, source);
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        if (TwinNames.hasTwin(handle)) {
            rightBytes(handle);
        }
        inner.createNew(handle, source);
        written(handle, source);
    }

    private void written(Handle handle, Source source) {
        if (TwinNames.hasTwin(handle) && source.size() <= TwinStore.MAX_BYTES) {
            try {
                byte[] bytes = new byte[(int) source.size()];
                source.read(0, MemorySegment.ofArray(bytes));
                twins.put(handle, bytes);
            } catch (IOException later) {
                // The object is stored, which is what was asked for; its twin is made by the next repair.
            }
        }
    }

    @Override
    public void delete(Handle handle) throws IOException {
        if (TwinNames.hasTwin(handle)) {
            inner.delete(TwinNames.twin(handle));
        }
        inner.delete(handle);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    private final class TwinSpool implements Spooling.Spool {
        private final Spooling.Spool spool;

        TwinSpool(Spooling.Spool spool) {
            this.spool = spool;
        }

        @Override
        public void append(MemorySegment bytes) throws IOException {
            spool.append(bytes);
        }

        @Override
        public long size() {
            return spool.size();
        }

        @Override
        public void publish(Handle handle) throws IOException {
            spool.publish(handle);
            if (TwinNames.hasTwin(handle)) {
                try {
                    twins.copy(handle);
                } catch (IOException later) {
                    // As for a write.
                }
            }
        }

        @Override
        public void close() throws IOException {
            spool.close();
        }
    }
}
