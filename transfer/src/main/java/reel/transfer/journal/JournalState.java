package reel.transfer.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;

/// What a journal says, taken together. Not thread-safe.
final class JournalState {
    /// A file that was begun and did not end.
    record Begun(int number, String path, Version version, long partSize, String token, Pieces pieces) {}

    private final Map<Integer, Begun> files = new HashMap<>();
    private final Map<String, Integer> byPath = new HashMap<>();
    private final Set<Hash> arrivals = new HashSet<>();
    private final Set<Integer> claimed = new HashSet<>();
    private int last;

    void begin(Begun begun) {
        last = Math.max(last, begun.number());
        files.put(begun.number(), begun);
        byPath.put(begun.path(), begun.number());
    }

    @Nullable
    Begun file(int number) {
        return files.get(number);
    }

    void end(int number) {
        Begun ended = files.remove(number);
        if (ended != null) {
            byPath.remove(ended.path(), number);
        }
    }

    Set<Hash> arrivals() {
        return arrivals;
    }

    int next() {
        return ++last;
    }

    @Nullable
    Begun claim(String path, Version version) {
        Integer number = byPath.get(path);
        Begun begun = number == null ? null : files.get(number);
        if (begun == null || !begun.version().equals(version) || !claimed.add(begun.number())) {
            return null;
        }
        return begun;
    }

    Collection<Begun> unclaimed() {
        List<Begun> rest = new ArrayList<>();
        for (Begun begun : files.values()) {
            if (!claimed.contains(begun.number())) {
                rest.add(begun);
            }
        }
        return rest;
    }

    /// The shortest journal that says the same.
    List<ByteBuffer> records() {
        List<ByteBuffer> records = new ArrayList<>();
        for (Begun begun : files.values()) {
            records.add(Records.begin(
                    begun.number(),
                    begun.path(),
                    begun.version(),
                    begun.partSize(),
                    begun.token(),
                    begun.pieces().proof()));
            long pieces = Math.ceilDiv(begun.version().size(), Pieces.BYTES);
            for (long at = 0; at < pieces; ) {
                long end = at;
                while (end < pieces
                        && end - at < Records.MOST_PIECES
                        && begun.pieces().has(end)) {
                    end++;
                }
                if (end > at) {
                    records.add(Records.pieces(begun.number(), at, (int) (end - at), begun.pieces()));
                }
                at = Math.max(end, at + 1);
            }
        }
        for (Hash arrival : arrivals) {
            records.add(Records.arrived(arrival));
        }
        return records;
    }
}
