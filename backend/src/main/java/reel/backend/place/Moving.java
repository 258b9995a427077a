package reel.backend.place;

import java.io.IOException;

/// The ability to rename a file, replacing one that is there, atomically.
@FunctionalInterface
public interface Moving {
    void move(String from, String to) throws IOException;
}
