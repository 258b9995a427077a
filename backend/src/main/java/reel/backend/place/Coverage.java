package reel.backend.place;

import java.util.Map;
import java.util.TreeMap;

/// Which bytes of a file have been written: ranges that touch are one. Thread-safe.
public final class Coverage {
    /// From the first byte of each range to the one behind its last.
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    public synchronized void add(long offset, long length) {
        if (length <= 0) {
            return;
        }
        long from = offset;
        long to = offset + length;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(from);
                next != null && next.getKey() <= to;
                next = ranges.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            ranges.remove(next.getKey());
        }
        ranges.put(from, to);
    }

    /// The first byte below `size` that was not written; -1 where all were.
    public synchronized long firstMissing(long size) {
        Map.Entry<Long, Long> first = ranges.firstEntry();
        long end = first == null || first.getKey() > 0 ? 0 : first.getValue();
        return end < size ? end : -1;
    }

    /// The byte behind the last one written.
    public synchronized long end() {
        Map.Entry<Long, Long> last = ranges.lastEntry();
        return last == null ? 0 : last.getValue();
    }

    /// That a file of `size` ([Entry#UNKNOWN]: whatever came) was written whole, else [IllegalStateException].
    public void requireWhole(String path, long size) {
        long missing = firstMissing(size == Entry.UNKNOWN ? end() : size);
        if (missing >= 0) {
            throw new IllegalStateException(path + ": cannot be published, byte " + missing + " was never written");
        }
    }
}
