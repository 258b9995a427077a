package reel.stream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The one checked root of everything that can go wrong with bytes, sealed by what the caller can do about it.
///
/// The message says what happened to which thing and what was expected; [#hint] says what to do now. Both are
/// written
/// for a user. A programmer's mistake is an [IllegalArgumentException] or [IllegalStateException] instead.
public abstract sealed class ReelException extends IOException
        permits Missing, Corrupt, Refused, Locked, Conflict, Transient, Exhausted {
    private static final long serialVersionUID = 1L;

    private final String thing;
    private final @Nullable String hint;

    ReelException(String thing, String happened, @Nullable String hint, @Nullable Throwable cause) {
        super(thing + ": " + happened, cause);
        this.thing = thing;
        this.hint = hint;
    }

    /// The thing it happened to: a path, a handle, a chunk id, a branch name.
    public final String thing() {
        return thing;
    }

    /// What the user can do now, one imperative sentence; null where nothing helps.
    public final @Nullable String hint() {
        return hint;
    }
}
