package reel.stream;

import org.jspecify.annotations.Nullable;

/// The named thing is not there: look elsewhere or correct the name.
public final class Missing extends ReelException {
    private static final long serialVersionUID = 1L;

    public Missing(String thing, String happened) {
        super(thing, happened, null, null);
    }

    public Missing(String thing, String happened, @Nullable String hint) {
        super(thing, happened, hint, null);
    }

    public Missing(String thing, String happened, @Nullable String hint, @Nullable Throwable cause) {
        super(thing, happened, hint, cause);
    }
}
