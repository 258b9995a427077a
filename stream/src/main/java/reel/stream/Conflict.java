package reel.stream;

import org.jspecify.annotations.Nullable;

/// Somebody else was first or two histories disagree: reload, then try again or merge.
public final class Conflict extends ReelException {
    private static final long serialVersionUID = 1L;

    public Conflict(String thing, String happened) {
        super(thing, happened, null, null);
    }

    public Conflict(String thing, String happened, @Nullable String hint) {
        super(thing, happened, hint, null);
    }

    public Conflict(String thing, String happened, @Nullable String hint, @Nullable Throwable cause) {
        super(thing, happened, hint, cause);
    }
}
