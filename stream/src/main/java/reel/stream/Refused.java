package reel.stream;

import org.jspecify.annotations.Nullable;

/// The request is against a rule (bad argument, unsafe name, unsaved work, locked, newer format): change the
/// request.
public final class Refused extends ReelException {
    private static final long serialVersionUID = 1L;

    public Refused(String thing, String happened) {
        super(thing, happened, null, null);
    }

    public Refused(String thing, String happened, @Nullable String hint) {
        super(thing, happened, hint, null);
    }

    public Refused(String thing, String happened, @Nullable String hint, @Nullable Throwable cause) {
        super(thing, happened, hint, cause);
    }
}
