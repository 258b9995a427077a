/// H.264 (ITU-T H.264) written directly: its bit syntax, and pictures of blocks that show one cosine each.
///
/// In:  what each block of 4 × 4 shows.     Out: NAL units, each with its length before it, and parameter sets.
/// Knows: nothing of this project.          Must not know: payloads, presets, containers.
/// Start at CosinePictures.   HOT: CosinePictures, Escapes.
@NullMarked
package reel.video.h264;

import org.jspecify.annotations.NullMarked;
