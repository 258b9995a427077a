package reel.stream.chunk;

import java.lang.foreign.MemorySegment;

/// Finds the end of the next chunk in a window of a file. Stateless and safe for use by many threads: a chunk's end
/// depends only on the bytes from its start.
public interface Chunker {
    /// What [#next] answers when the window ends before the chunk does and the file goes on.
    int NEED_MORE = -1;

    /// Length of the chunk that starts at `from`, in bytes, 1 to [ChunkSizes#max].
    ///
    /// @param window bytes of the file
    /// @param from   where the chunk starts in the window
    /// @param to     where the window's valid bytes end, `to > from`
    /// @param last   whether the file ends at `to`
    /// @return the length, or [#NEED_MORE] (only when not `last` and `to - from < sizes().max()`)
    int next(MemorySegment window, long from, long to, boolean last);

    ChunkSizes sizes();
}
