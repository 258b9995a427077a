package reel.video.payload;

import java.util.List;

/// What was brought back.
///
/// @param lost paths of files that could not be
public record Restored(List<Entry> entries, long bytes, List<String> lost) {}
