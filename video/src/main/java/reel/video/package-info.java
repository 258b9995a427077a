/// Any file as a video, and back bit-exact: the front of the room.
///
/// In:  files, a preset; or a video.        Out: a video that carries its own description; or the files.
/// Knows: all packages of this room.        Must not know: repositories, places, screens.
/// Start at VideoCodec.
@NullMarked
package reel.video;

import org.jspecify.annotations.NullMarked;
