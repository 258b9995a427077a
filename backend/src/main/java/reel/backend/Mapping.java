package reel.backend;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The ability to read an object as memory, without copying it.
public interface Mapping {
    /// The whole object, read-only, until `arena` closes. Deleting the object meanwhile is allowed.
    MemorySegment map(Handle handle, Arena arena) throws IOException;
}
