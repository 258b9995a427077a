package reel.store.pack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reel.store.layout.UseCount;
import reel.stream.buffer.Lease;
import reel.stream.hash.Hash;

/// The frames opened last, because a chunk's neighbours are read next. Bounded in bytes, all of them leased.
///
/// A frame is opened by one thread while others that want it wait; it stays usable until its last user has left,
/// also when it has been evicted meanwhile.
public final class FrameCache implements AutoCloseable {
    private final long capacityBytes;
    private final Map<Key, OpenFrame> frames = new LinkedHashMap<>(16, 0.75f, true);
    private long usedBytes;

    private record Key(Hash pack, int frame) {}

    /// @param capacityBytes plain bytes kept beside those in use
    public FrameCache(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /// Opens a frame: gives the lease that holds its plain bytes.
    @FunctionalInterface
    interface Loader {
        Lease load() throws IOException;
    }

    /// A frame in use; the caller closes it when it has copied what it wants.
    final class OpenFrame implements AutoCloseable {
        private final Key key;
        private final UseCount uses = new UseCount(this::free);
        private @Nullable Lease lease;

        /// Bytes counted in [#usedBytes]; 0 until loaded. Guarded by the cache.
        private long countedBytes;

        private OpenFrame(Key key) {
            this.key = key;
        }

        private synchronized MemorySegment ensureLoaded(Loader loader) throws IOException {
            Lease loaded = lease;
            if (loaded == null) {
                try {
                    loaded = loader.load();
                } catch (Throwable failure) {
                    drop(this);
                    throw failure;
                }
                lease = loaded;
                account(this, loaded.segment().byteSize());
            }
            return loaded.segment();
        }

        synchronized MemorySegment plain() {
            Lease loaded = lease;
            if (loaded == null) {
                throw new IllegalStateException("frame not loaded");
            }
            return loaded.segment();
        }

        private synchronized void free() {
            Lease loaded = lease;
            if (loaded != null) {
                lease = null;
                loaded.close();
            }
        }

        @Override
        public void close() {
            uses.leave();
        }
    }

    /// The frame, opened by `loader` unless it is here.
    OpenFrame use(Hash pack, int frame, Loader loader) throws IOException {
        OpenFrame entry = enter(new Key(pack, frame));
        try {
            entry.ensureLoaded(loader);
            return entry;
        } catch (Throwable failure) {
            entry.close();
            throw failure;
        }
    }

    private synchronized OpenFrame enter(Key key) {
        OpenFrame entry = frames.get(key);
        if (entry == null) {
            entry = new OpenFrame(key);
            frames.put(key, entry);
        }
        if (!entry.uses.tryEnter()) {
            throw new IllegalStateException("a cached frame was freed");
        }
        return entry;
    }

    private synchronized void drop(OpenFrame failed) {
        if (frames.remove(failed.key, failed)) {
            failed.uses.leave();
        }
    }

    private synchronized void account(OpenFrame loaded, long bytes) {
        if (frames.get(loaded.key) != loaded) {
            return;
        }
        loaded.countedBytes = bytes;
        usedBytes += bytes;
        Iterator<OpenFrame> eldest = frames.values().iterator();
        while (usedBytes > capacityBytes && eldest.hasNext()) {
            OpenFrame candidate = eldest.next();
            if (candidate != loaded && candidate.countedBytes > 0) {
                eldest.remove();
                usedBytes -= candidate.countedBytes;
                candidate.uses.leave();
            }
        }
    }

    @Override
    public synchronized void close() {
        for (OpenFrame entry : frames.values()) {
            entry.uses.leave();
        }
        frames.clear();
        usedBytes = 0;
    }
}
