package reel.store.crypt;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The segments opened last of which only a part was asked for. Thread-safe.
final class SegmentCache {
    /// 2 MiB: the edges of the frames that a few threads read, and the ends of a few packs.
    static final int MAX_SEGMENTS = 32;

    private record Key(SealedObject object, long segment) {}

    private final Map<Key, byte[]> segments = new LinkedHashMap<>(16, 0.75f, true);

    synchronized byte @Nullable [] get(SealedObject object, long segment) {
        return segments.get(new Key(object, segment));
    }

    /// @param plain kept; nobody writes to it any more
    synchronized void put(SealedObject object, long segment, byte[] plain) {
        segments.put(new Key(object, segment), plain);
        Iterator<byte[]> eldest = segments.values().iterator();
        while (segments.size() > MAX_SEGMENTS && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }
}
