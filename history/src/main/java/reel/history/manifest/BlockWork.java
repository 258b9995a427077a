package reel.history.manifest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// What a [BlockPipeline] does with each block of a file.
///
/// @param <S> what the work on a block leaves for its end; one for each block in memory, used again and again
interface BlockWork<S> {
    S newState();

    /// Before anything else: memory of the wished length beside the blocks, for the caller's thread.
    default void begin(MemorySegment extra) {}

    /// First, in file order, in the caller's thread.
    default void prepare(Block<S> block) throws IOException {}

    /// In any thread and any order, several blocks at once.
    void work(Block<S> block) throws IOException;

    /// Last, in file order, in the caller's thread.
    void finish(Block<S> block) throws IOException;
}
