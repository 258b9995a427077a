package reel.video.carrier;

/// How far an encode or decode is; -1 stands for what is not known.
///
/// @param bytes       of the payload, done
/// @param totalBytes  of the payload
/// @param frames      done
/// @param totalFrames as far as known
public record VideoProgress(long bytes, long totalBytes, long frames, long totalFrames) {}
