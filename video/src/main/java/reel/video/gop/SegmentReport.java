package reel.video.gop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reel.stream.hash.Hash;

/// What cutting a film made.
///
/// @param fallback why the film could not be taken apart, so that its segments are pieces of equal length; empty
///         if it was
/// @param fileHash BLAKE3 of the film; null in essence mode
/// @param dropped streams that segments cannot hold, in essence mode
public record SegmentReport(
        long fileBytes,
        int segments,
        int streams,
        String fallback,
        @Nullable Hash fileHash,
        List<String> dropped) {
    public SegmentReport {
        dropped = List.copyOf(dropped);
    }

    public boolean isExact() {
        return fileHash != null;
    }
}
