package reel.media.isobmff;

/// Takes the places of a track's samples, as [SampleTable] finds them.
@FunctionalInterface
public interface Extents {
    /// `bytes` of samples that lie together at `offset`.
    void add(long offset, long bytes) throws Unreadable;
}
