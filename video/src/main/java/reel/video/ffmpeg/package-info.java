/// The program ffmpeg: finding one, raw frames into it and out of it, what it says of a video.
///
/// In:  luma planes, one frame at a time.   Out: a video file; and of a video, luma planes.
/// Knows: reel.stream.                      Must not know: what the frames mean, presets, payloads.
/// Start at FfmpegFinder, then FrameWriter and FrameReader.
@NullMarked
package reel.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
