package reel.backend.place;

import java.io.IOException;
import java.util.function.Consumer;

/// The ability to tell a whole tree at once: object stores list by prefix.
@FunctionalInterface
public interface Walking {
    /// Everything below `folder`, files and whatever else is really there, in ascending order of path by UTF-8
    /// bytes. A tree that cannot be told to its end is an error.
    void walk(String folder, Consumer<Entry> sink) throws IOException;
}
