package reel.backend.place;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file to be written.
///
/// @param size     of the whole; [Entry#UNKNOWN] where the source does not tell, then parts come in order
/// @param partSize of every part but the last, allowed by [PlaceTraits#parts]; meaningless where those are free
/// @param existing what a file of that path that is there already means
/// @param resume   [Writing#token] of the earlier process that began it; null to begin
/// @param modified what [Writing#publish] will be told, where it is known already: object stores that keep a time
///                 take it when a file begins, and have to copy it on the server when it comes later; null where
///                 it is not known
/// @param meta     likewise; [Meta#NONE] where it is not known
public record WriteRequest(
        String path,
        long size,
        long partSize,
        Existing existing,
        @Nullable String resume,
        @Nullable Instant modified,
        Meta meta) {
    /// What happens to a file that is there.
    public enum Existing {
        REPLACE,
        /// The new file is published only if nothing is there at that moment, atomically where
        /// [PlaceTraits#atomicCreate]; else [reel.stream.Conflict].
        FAIL
    }

    public WriteRequest(String path, long size, long partSize, Existing existing, @Nullable String resume) {
        this(path, size, partSize, existing, resume, null, Meta.NONE);
    }

    public static WriteRequest replacing(String path, long size, long partSize) {
        return new WriteRequest(path, size, partSize, Existing.REPLACE, null);
    }

    public WriteRequest resuming(String token) {
        return new WriteRequest(path, size, partSize, existing, token, modified, meta);
    }

    /// Tells beforehand what will be published.
    public WriteRequest telling(@Nullable Instant time, Meta about) {
        return new WriteRequest(path, size, partSize, existing, resume, time, about);
    }
}
