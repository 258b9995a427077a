package reel.protect.container;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Blake3;
import reel.stream.hash.Hash;
import reel.stream.hash.PieceTree;

/// The hash of the source from the values of its symbols, told block by block in any order.
///
/// A few blocks may be told before their turn, whose values are kept; who is further ahead waits, so that the
/// memory is bounded and nobody waits for a neighbour that is a little slower.
final class SourceHash {
    /// Blocks that are kept before their turn.
    private static final int MOST_AHEAD = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<Long, long[]> ahead = new HashMap<>();
    private final PieceTree tree = new PieceTree();
    private long next;
    private @Nullable Hash whole;

    /// What is kept at most, of blocks of so many symbols.
    static long bytes(int symbols) {
        return (long) MOST_AHEAD * Hash.BYTES * symbols;
    }

    /// Adds the values of a block's source symbols, which may change then.
    void tell(long block, int symbols, long[] values) throws IOException {
        take(block, values, 4 * symbols);
    }

    /// Skips a block that can not be told; there is no hash then.
    void skip(long block) throws IOException {
        take(block, new long[0], 0);
    }

    private void take(long block, long[] values, int length) throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
            try {
                while (next != block && ahead.size() >= MOST_AHEAD) {
                    moved.await();
                }
                if (next != block) {
                    ahead.put(block, Arrays.copyOf(values, length));
                    return;
                }
                append(values, length);
                for (long[] kept = ahead.remove(next); kept != null; kept = ahead.remove(next)) {
                    append(kept, kept.length);
                }
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        }
    }

    private void append(long[] values, int length) {
        for (int i = 0; i < length; i += 4) {
            tree.append(values, i);
        }
        next++;
    }

    /// A source of one symbol or none is hashed as it is.
    void only(MemorySegment bytes) {
        whole = Blake3.hash(bytes);
    }

    Hash digest() {
        Hash known = whole;
        if (known != null) {
            return known;
        }
        return tree.pieces() == 0 ? Blake3.hash(new byte[0]) : tree.digest();
    }
}
