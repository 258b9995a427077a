/// Files and folders as one sequence of bytes, compressed and encrypted, and back: what every preset carries.
///
/// In:  paths or a stream.                  Out: a payload; and of a payload, its catalog and any one file.
/// Knows: reel.stream, .carrier, .work.     Must not know: frames, codecs, presets.
/// Start at PayloadWriter and PayloadReader; the layout is docs/format/video.md.
@NullMarked
package reel.video.payload;

import org.jspecify.annotations.NullMarked;
