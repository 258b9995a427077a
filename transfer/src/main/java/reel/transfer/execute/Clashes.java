package reel.transfer.execute;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import reel.backend.place.Entry;

/// Paths where the destination has a folder and the source a file or link, or the other way round. What the
/// destination has goes with everything else that is deleted, at the end; only then is the source's sent.
final class Clashes {
    /// More are left for the next transfer.
    private static final int MOST = 1 << 15;

    private final Map<String, Clash> all = new LinkedHashMap<>();

    /// @param there what the destination has
    /// @param why   what is said where it stays
    record Clash(Entry there, IOException why) {}

    /// Whether there was room for one more.
    boolean add(String path, Entry there, IOException why) {
        return all.size() < MOST && all.putIfAbsent(path, new Clash(there, why)) == null;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Map<String, Clash> all() {
        return all;
    }

    /// Whether `path` is one of them, or lies below one.
    boolean holds(String path) {
        if (all.isEmpty()) {
            return false;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (all.containsKey(path.substring(0, slash))) {
                return true;
            }
        }
        return all.containsKey(path);
    }
}
