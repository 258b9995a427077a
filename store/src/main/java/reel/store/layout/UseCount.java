package reel.store.layout;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the users of something one owner may drop at any time: it is freed when the owner has dropped it and the
/// last user has left.
public final class UseCount {
    /// Users plus one for the owner; 0 is freed.
    private final AtomicInteger count = new AtomicInteger(1);

    private final Runnable free;

    public UseCount(Runnable free) {
        this.free = free;
    }

    /// Starts a use; false when it is already freed.
    public boolean tryEnter() {
        int users = count.get();
        while (users > 0) {
            int seen = count.compareAndExchange(users, users + 1);
            if (seen == users) {
                return true;
            }
            users = seen;
        }
        return false;
    }

    /// Ends a use, or, called once by the owner, the ownership.
    public void leave() {
        int left = count.decrementAndGet();
        if (left == 0) {
            free.run();
        } else if (left < 0) {
            throw new IllegalStateException("left more often than entered");
        }
    }
}
