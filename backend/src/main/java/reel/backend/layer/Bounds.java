package reel.backend.layer;

/// What a [BoundBackend] lets through.
///
/// @param concurrentCalls calls inside at a time
/// @param maxObjectBytes  length of the largest object
/// @param minFreeBytes    what must stay free when a write is done
public record Bounds(int concurrentCalls, long maxObjectBytes, long minFreeBytes) {
    public Bounds {
        if (concurrentCalls < 1 || maxObjectBytes < 0 || minFreeBytes < 0) {
            throw new IllegalArgumentException("unusable bounds");
        }
    }
}
