/// What carries a payload in a video's frames, and back: the seam between the payload and every preset.
///
/// In:  a payload's bytes.                  Out: a video; and of a video, the payload's bytes.
/// Knows: reel.stream.                      Must not know: catalogs, boxes, any one preset.
/// Start at Carrier.
@NullMarked
package reel.video.carrier;

import org.jspecify.annotations.NullMarked;
