package reel.backend.place;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// The bytes of an unfinished file of a [MemoryPlace]. Thread-safe.
final class MemoryUpload {
    private final String token;
    private final Coverage coverage = new Coverage();
    private final TreeMap<Long, Long> parts = new TreeMap<>();
    private byte[] bytes = {};
    private int length;

    MemoryUpload(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }

    Coverage coverage() {
        return coverage;
    }

    synchronized void store(long offset, byte[] part) {
        int end = Math.toIntExact(offset + part.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(MemoryPlace.MOST_BYTES, bytes.length * 2L)));
        }
        System.arraycopy(part, 0, bytes, (int) offset, part.length);
        length = Math.max(length, end);
        coverage.add(offset, part.length);
        parts.put(offset, (long) part.length);
    }

    synchronized Map<Long, Long> parts() {
        return Map.copyOf(parts);
    }

    synchronized MemorySegment range(long offset, long count) {
        return MemorySegment.ofArray(
                MemorySegment.ofArray(bytes).asSlice(offset, count).toArray(ValueLayout.JAVA_BYTE));
    }

    synchronized byte[] whole() {
        return Arrays.copyOf(bytes, length);
    }
}
