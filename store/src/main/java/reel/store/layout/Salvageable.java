package reel.store.layout;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import reel.backend.Handle;

/// A backend that checks an object as a whole before it reads of it, and that can be asked not to: for saving what
/// is left of a damaged one.
public interface Salvageable {
    /// Reads a range that is right, whatever the rest of the object is; [reel.stream.Corrupt] where the range is not.
    /// That it belongs to this object is not said.
    void readDamaged(Handle handle, long offset, MemorySegment into) throws IOException;
}
