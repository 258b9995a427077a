package reel.history.workspace.rules;

import org.jspecify.annotations.Nullable;
import reel.stream.chunk.ChunkProfile;
import reel.stream.seal.Compressibility;

/// What attributes say of one file; null where they say nothing.
///
/// @param chunking    how it is cut
/// @param compression whether compressing it is tried
/// @param lockable    whether one person at a time edits it
public record Attributes(
        @Nullable ChunkProfile chunking, @Nullable Compressibility compression, boolean lockable) {
    /// Nothing said.
    public static final Attributes NONE = new Attributes(null, null, false);
}
