package reel.stream;

import org.jspecify.annotations.Nullable;

/// A limit is reached (disk, memory, file size, time): free or raise it, then try again.
public final class Exhausted extends ReelException {
    private static final long serialVersionUID = 1L;

    public Exhausted(String thing, String happened) {
        super(thing, happened, null, null);
    }

    public Exhausted(String thing, String happened, @Nullable String hint) {
        super(thing, happened, hint, null);
    }

    public Exhausted(String thing, String happened, @Nullable String hint, @Nullable Throwable cause) {
        super(thing, happened, hint, cause);
    }
}
