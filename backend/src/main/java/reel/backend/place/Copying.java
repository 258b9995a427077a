package reel.backend.place;

import java.io.IOException;

/// The ability to copy a file inside the place; visible only when complete.
@FunctionalInterface
public interface Copying {
    /// @param from  the version to copy: another is [reel.stream.Conflict]
    /// @param begun hears the token of the unfinished file, where a kill would leave one ([Writing#token])
    Entry copy(Entry from, String to, Begun begun) throws IOException;

    /// The same, for who has not to find again what a kill leaves of it.
    default Entry copy(Entry from, String to) throws IOException {
        return copy(from, to, token -> {});
    }

    /// Hears of an unfinished file before there are bytes in it.
    @FunctionalInterface
    interface Begun {
        void begun(String token) throws IOException;
    }
}
