package reel.video.gop;

import java.util.List;

/// What joining segments made.
///
/// @param exact whether the film's bytes were compared, not only its streams'
/// @param dropped streams that the film had and the segments have not
public record AssembleReport(long bytes, int segments, boolean exact, List<String> dropped) {
    public AssembleReport {
        dropped = List.copyOf(dropped);
    }
}
