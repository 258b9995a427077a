/// The presets that survive a re-encode: signals on luma, a code within each frame, a fountain across frames.
///
/// In:  a payload.                                   Out: a video; and of what came of it, the payload.
/// Knows: video.carrier, .code, .ffmpeg, .work, raptorq.  Must not know: catalogs, boxes, other carriers.
/// Start at RobustCarrier, then Recipe and FrameMaker; the layout is docs/format/video-robust.md.
/// HOT: FrameMaker, FrameTaker, the modulations.
@NullMarked
package reel.video.robust;

import org.jspecify.annotations.NullMarked;
