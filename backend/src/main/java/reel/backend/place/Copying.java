package reel.backend.place;

import java.io.IOException;

/// The ability to copy a file inside the place; visible only when complete.
@FunctionalInterface
public interface Copying {
    /// @param from the version to copy: another is [reel.stream.Conflict]
    Entry copy(Entry from, String to) throws IOException;
}
