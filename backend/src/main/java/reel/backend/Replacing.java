package reel.backend;

import java.io.IOException;

/// The ability to put other bytes in the place of an object's, at once: for repairs only, which put back the bytes
/// that the object had.
public interface Replacing {
    /// Makes `source` durable, then gives it the handle, whether there is an object of that name or not. Whoever
    /// reads meanwhile reads the old object or the new one; a mapping made before keeps the old.
    void replace(Handle handle, Source source) throws IOException;
}
