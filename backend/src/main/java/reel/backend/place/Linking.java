package reel.backend.place;

import java.io.IOException;

/// The ability to make symbolic links.
@FunctionalInterface
public interface Linking {
    /// Makes or replaces a link that says `target`, as it is.
    void link(String path, String target) throws IOException;
}
