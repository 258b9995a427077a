package reel.store.layout;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// How much of the mapped objects may stay in this process's memory at once.
///
/// Pages of a mapping that were read count as the process's own until they are given back; reading a long file
/// through its packs would make all of it resident. What was read first is given back first; the system's cache
/// keeps the bytes, so reading them again costs a page fault, not a disk read. Thread-safe.
final class Residency {
    /// A pack's worth: neighbours are still there when they are read next.
    static final long MAX_BYTES = 64 << 20;

    static final Residency OF_PROCESS = new Residency(MAX_BYTES);

    private final long maxBytes;
    private final Map<Object, Touched> touched = new LinkedHashMap<>();
    private long bytes;

    private record Touched(MemorySegment mapped, long bytes) {}

    Residency(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// More of `owner`'s mapping was read; gives others back where that is too much.
    synchronized void read(Object owner, MemorySegment mapped, long more) {
        Touched before = touched.get(owner);
        touched.put(owner, new Touched(mapped, more + (before == null ? 0 : before.bytes())));
        bytes += more;
        Iterator<Touched> eldest = touched.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            Touched gone = eldest.next();
            eldest.remove();
            bytes -= gone.bytes();
            gone.mapped().unload();
        }
    }

    /// The mapping is about to be closed; it is not touched after this.
    synchronized void forget(Object owner) {
        Touched gone = touched.remove(owner);
        if (gone != null) {
            bytes -= gone.bytes();
        }
    }

    /// Bytes read and not given back.
    synchronized long bytes() {
        return bytes;
    }
}
