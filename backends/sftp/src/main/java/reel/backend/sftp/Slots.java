package reel.backend.sftp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The requests of a line that have no answer yet, found by their ids without a map. Guarded by its line's lock.
final class Slots {
    /// Requests under way at once; a power of two. More than a 2 MiB window of SSH can hold in any size.
    private static final int COUNT = 1024;

    private final @Nullable Call[] table = new Call[COUNT];
    private final int[] free = new int[COUNT];
    private int freeCount = COUNT;
    private int turn;
    private int slow;
    private long unansweredBytes;

    Slots() {
        for (int slot = 0; slot < COUNT; slot++) {
            free[slot] = COUNT - 1 - slot;
        }
    }

    boolean isFull() {
        return freeCount == 0;
    }

    int used() {
        return COUNT - freeCount;
    }

    /// Whether the server is at something that may take long.
    boolean isSlow() {
        return slow > 0;
    }

    /// Of requests that were sent: the most that can still lie in the pipe.
    long unansweredBytes() {
        return unansweredBytes;
    }

    /// Gives a request its id; there is room for it.
    Call put(IntFunction<ByteBuffer> seal, @Nullable Loan loan, @Nullable MemorySegment target, boolean isSlow) {
        int slot = free[--freeCount];
        int id = turn++ << Integer.numberOfTrailingZeros(COUNT) | slot;
        Call call = new Call(id, seal.apply(id), loan, target, isSlow);
        table[slot] = call;
        slow += isSlow ? 1 : 0;
        return call;
    }

    void sent(Call call) {
        call.sent = true;
        unansweredBytes += call.bytes;
    }

    /// The request that an answer is for; null where nobody asked.
    @Nullable
    Call find(int id) {
        Call call = table[id & COUNT - 1];
        return call == null || call.id != id || !call.sent ? null : call;
    }

    /// Whether it was there.
    boolean remove(Call call) {
        int slot = call.id & COUNT - 1;
        if (table[slot] != call) {
            return false;
        }
        table[slot] = null;
        free[freeCount++] = slot;
        slow -= call.slow ? 1 : 0;
        unansweredBytes -= call.sent ? call.bytes : 0;
        return true;
    }

    List<Call> all() {
        List<Call> all = new ArrayList<>();
        for (Call call : table) {
            if (call != null) {
                all.add(call);
            }
        }
        return all;
    }
}
