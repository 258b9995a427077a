package reel.stream;

import org.jspecify.annotations.Nullable;

/// The thing is encrypted and no right key was given: bring the passphrase or identity that opens it.
public final class Locked extends ReelException {
    private static final long serialVersionUID = 1L;

    public Locked(String thing, String happened, @Nullable String hint) {
        super(thing, happened, hint, null);
    }

    public Locked(String thing, String happened, @Nullable String hint, @Nullable Throwable cause) {
        super(thing, happened, hint, cause);
    }
}
