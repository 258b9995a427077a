package reel.backend.place;

import org.jspecify.annotations.Nullable;

/// A file to be written.
///
/// @param size     of the whole; [Entry#UNKNOWN] where the source does not tell, then parts come in order
/// @param partSize of every part but the last, allowed by [PlaceTraits#parts]; meaningless where those are free
/// @param existing what a file of that path that is there already means
/// @param resume   [Writing#token] of the earlier process that began it; null to begin
public record WriteRequest(
        String path,
        long size,
        long partSize,
        Existing existing,
        @Nullable String resume) {
    /// What happens to a file that is there.
    public enum Existing {
        REPLACE,
        /// The new file is published only if nothing is there at that moment, atomically where
        /// [PlaceTraits#atomicCreate]; else [reel.stream.Conflict].
        FAIL
    }

    public static WriteRequest replacing(String path, long size, long partSize) {
        return new WriteRequest(path, size, partSize, Existing.REPLACE, null);
    }

    public WriteRequest resuming(String token) {
        return new WriteRequest(path, size, partSize, existing, token);
    }
}
