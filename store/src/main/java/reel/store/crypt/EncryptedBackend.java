package reel.store.crypt;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reel.backend.Backend;
import reel.backend.Handle;
import reel.backend.Replacing;
import reel.backend.Source;
import reel.backend.Stat;
import reel.backend.Traits;
import reel.store.layout.Salvageable;
import reel.store.layout.Spools;
import reel.store.layout.StoreNames;
import reel.stream.Corrupt;

/// A backend whose objects are encrypted on their way to another one: the same contract, lengths included, without
/// mapping. `format`, keys, locks and parity pass as they are.
///
/// Each object has a key of its own and is cut into segments that are opened one by one, so that ranges can be read;
/// a flipped bit, a cut, an object in another's place is [Corrupt].
public final class EncryptedBackend implements Backend, Salvageable {
    /// What lies beside the encrypted objects in the clear: it must be readable without the key.
    private static final List<String> CLEAR = List.of(StoreNames.FORMAT.path(), "keys/", "parity/", "locks/", "tmp/");

    /// Objects whose header and end are known; a pack costs about 100 bytes.
    private static final int MAX_KNOWN = 256;

    private final Backend inner;
    private final byte[] objects;
    private final SegmentCache cache = new SegmentCache();
    private final Map<Handle, SealedObject> known = new LinkedHashMap<>(16, 0.75f, true);

    private EncryptedBackend(Backend inner, byte[] objects) {
        this.inner = inner;
        this.objects = objects;
    }

    /// Closing it closes the inside.
    public static EncryptedBackend over(Backend inner, ContentKey key) {
        return new EncryptedBackend(inner, key.objects());
    }

    private static boolean isClear(Handle handle) {
        String path = handle.path();
        for (String clear : CLEAR) {
            if (clear.endsWith("/") ? path.startsWith(clear) : path.equals(clear)) {
                return true;
            }
        }
        return handle.reserved();
    }

    @Override
    public Traits traits() {
        Traits traits = inner.traits();
        Replacing replacing = traits.replacing();
        return new Traits(
                traits.name(),
                name -> SealingSpool.open(Spools.open(inner, name), objects),
                null,
                traits.locking(),
                replacing == null ? null : (handle, source) -> replace(replacing, handle, source));
    }

    private void replace(Replacing replacing, Handle handle, Source source) throws IOException {
        if (isClear(handle)) {
            replacing.replace(handle, source);
            return;
        }
        forget(handle);
        replacing.replace(handle, new SealedSource(source, handle, objects));
    }

    @Override
    public Stat stat(Handle handle) throws IOException {
        return plain(inner.stat(handle));
    }

    private static Stat plain(Stat stored) {
        return isClear(stored.handle())
                ? stored
                : new Stat(stored.handle(), ObjectShape.plainBytes(stored.size()), stored.modified());
    }

    @Override
    public void list(String prefix, Consumer<Stat> sink) throws IOException {
        inner.list(prefix, stat -> sink.accept(plain(stat)));
    }

    @Override
    public void read(Handle handle, long offset, MemorySegment into) throws IOException {
        if (isClear(handle)) {
            inner.read(handle, offset, into);
            return;
        }
        SealedObject object = find(handle);
        if (object != null) {
            try {
                object.read(offset, into, cache);
                return;
            } catch (Corrupt perhapsReplaced) {
                // Whoever wrote the object again gave it another salt: look anew before it counts as damaged.
                forget(handle);
            }
        }
        object = SealedObject.open(inner, handle, objects, cache);
        keep(handle, object);
        object.read(offset, into, cache);
    }

    /// Without the check of an object's end, which stands for its length and name: of one that was cut off, or whose
    /// end is damaged, the segments that are left can be read.
    @Override
    public void readDamaged(Handle handle, long offset, MemorySegment into) throws IOException {
        if (isClear(handle)) {
            inner.read(handle, offset, into);
            return;
        }
        SealedObject.openDamaged(inner, handle, objects).read(offset, into, new SegmentCache());
    }

    private @Nullable SealedObject find(Handle handle) {
        synchronized (known) {
            return known.get(handle);
        }
    }

    private void keep(Handle handle, SealedObject object) {
        synchronized (known) {
            known.put(handle, object);
            Iterator<SealedObject> eldest = known.values().iterator();
            while (known.size() > MAX_KNOWN) {
                eldest.next();
                eldest.remove();
            }
        }
    }

    private void forget(Handle handle) {
        synchronized (known) {
            known.remove(handle);
        }
    }

    @Override
    public void write(Handle handle, Source source) throws IOException {
        if (isClear(handle)) {
            inner.write(handle, source);
            return;
        }
        forget(handle);
        inner.write(handle, new SealedSource(source, handle, objects));
    }

    @Override
    public void createNew(Handle handle, Source source) throws IOException {
        if (isClear(handle)) {
            inner.createNew(handle, source);
            return;
        }
        inner.createNew(handle, new SealedSource(source, handle, objects));
    }

    @Override
    public void delete(Handle handle) throws IOException {
        forget(handle);
        inner.delete(handle);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
