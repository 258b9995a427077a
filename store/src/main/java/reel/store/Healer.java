package reel.store;

import java.io.IOException;
import reel.stream.hash.Hash;

/// What can bring a damaged or lost pack back, bit for bit. Called by any thread.
///
/// A [ChunkStore] asks it when no place of a chunk can be read, and then tries once more.
@FunctionalInterface
public interface Healer {
    /// Nothing is ever brought back.
    Healer NONE = pack -> false;

    /// Brings the pack back if it is not what it was.
    ///
    /// @return whether the pack is now known to be whole, also if somebody else was faster
    /// @throws IOException only where the backend fails, not where the pack is beyond help
    boolean heal(Hash pack) throws IOException;
}
