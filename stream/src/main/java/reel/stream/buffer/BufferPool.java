package reel.stream.buffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Idle buffers by power-of-two size, so that the next lease finds touched memory. Guarded by its budget's lock.
final class BufferPool {
    /// Nothing smaller is worth its bookkeeping.
    private static final int LEAST_SHIFT = 12;

    /// Larger buffers are allocated exactly and freed at once: rounding them up would waste more than reuse saves.
    private static final int MOST_SHIFT = 26;

    private final List<ArrayDeque<Buffer>> classes = new ArrayList<>();
    private long bytes;

    BufferPool() {
        for (int shift = LEAST_SHIFT; shift <= MOST_SHIFT; shift++) {
            classes.add(new ArrayDeque<>());
        }
    }

    /// What a buffer for `wanted` bytes takes, never more than `limit` where `wanted` is not.
    static long roundUp(long wanted, long limit) {
        long size = Math.max(1L << LEAST_SHIFT, Long.highestOneBit(Math.max(wanted, 1) * 2 - 1));
        return size <= 1L << MOST_SHIFT && size <= limit ? size : wanted;
    }

    /// Bytes lying idle.
    long bytes() {
        return bytes;
    }

    @Nullable
    Buffer take(long size) {
        if (!pooled(size)) {
            return null;
        }
        Buffer buffer = of(size).pollLast();
        if (buffer != null) {
            bytes -= size;
        }
        return buffer;
    }

    /// Keeps a buffer for the next lease; false when its size is not one the pool keeps.
    boolean keep(Buffer buffer) {
        long size = buffer.bytes();
        if (!pooled(size)) {
            return false;
        }
        of(size).addLast(buffer);
        bytes += size;
        return true;
    }

    /// Frees idle buffers, the largest first, until at most `most` bytes lie idle.
    void trim(long most) {
        for (int i = classes.size() - 1; i >= 0 && bytes > most; i--) {
            ArrayDeque<Buffer> idle = classes.get(i);
            while (bytes > most && !idle.isEmpty()) {
                Buffer oldest = idle.removeFirst();
                bytes -= oldest.bytes();
                oldest.free();
            }
        }
    }

    private static boolean pooled(long size) {
        return size >= 1L << LEAST_SHIFT && size <= 1L << MOST_SHIFT && Long.bitCount(size) == 1;
    }

    private ArrayDeque<Buffer> of(long size) {
        return classes.get(Long.numberOfTrailingZeros(size) - LEAST_SHIFT);
    }
}
