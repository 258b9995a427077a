package reel.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A passing fault (network, busy server, interrupted call): the same request may succeed later. Retried in one
/// decorator only.
public final class Transient extends ReelException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public Transient(String thing, String happened, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(thing, happened, "Try again in a moment.", cause);
        this.retryAfter = retryAfter;
    }

    /// How long the other side asked to wait; null when it did not say.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
