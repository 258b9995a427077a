package reel.backend.place;

import java.io.IOException;

/// The ability to compute a digest where the file is.
@FunctionalInterface
public interface Digesting {
    /// Lower-case hexadecimal, of the version that `entry` tells.
    String digest(Entry entry, DigestKind kind) throws IOException;
}
