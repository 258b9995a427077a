package reel.video.carrier;

/// What a look at a video tells.
///
/// @param frames       -1 where only a whole reading would tell
/// @param payloadBytes -1 where only a whole reading would tell
public record Sighting(Preset preset, int width, int height, long frames, long payloadBytes) {}
