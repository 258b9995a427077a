package reel.video;

import java.util.List;
import reel.video.carrier.Preset;
import reel.video.payload.Entry;

/// What a decode did.
///
/// @param lost paths that could not be brought back; empty unless parts were asked for
public record DecodeReport(Preset preset, List<Entry> entries, long bytes, List<String> lost) {}
