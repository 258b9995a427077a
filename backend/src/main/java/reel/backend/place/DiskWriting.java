package reel.backend.place;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// A writing whose bytes lie in a file of this machine, so that another file's can be copied there directly. What
/// [Place#create] answers is one where [PlaceTraits#disk] is there.
public interface DiskWriting extends Writing {
    /// Stores `length` bytes at `offset` of `source` at the same offset of this file: shared where the file system
    /// can, else copied in the quickest way; holes stay holes. Whether the source stayed as it was is the
    /// caller's to see ([Reading] of its place tells).
    ///
    /// @param copied told how many more bytes are done, holes included, every few milliseconds, by several threads
    void copy(Path source, long offset, long length, LongConsumer copied) throws IOException;
}
