package reel.backend.place;

import java.io.IOException;

/// The ability to copy a file inside the place; visible only when complete.
@FunctionalInterface
public interface Copying {
    /// @param from the version to copy: another is [reel.stream.Conflict]
    Entry copy(Entry from, String to) throws IOException;

    /// The same, for who has to find again what a kill leaves of it.
    ///
    /// @param begun hears the token of the unfinished file, where there is one ([Writing#token])
    default Entry copy(Entry from, String to, Begun begun) throws IOException {
        return copy(from, to);
    }

    /// Hears of an unfinished file before there are bytes in it.
    @FunctionalInterface
    interface Begun {
        void begun(String token) throws IOException;
    }
}
