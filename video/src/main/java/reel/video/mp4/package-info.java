/// MP4 (ISO/IEC 14496-12, -15): just enough boxes for one track of H.264, written and read.
///
/// In:  pictures as NAL units.              Out: a file with its index before the data, or fragments for a pipe; and of
/// a
/// file, where its samples lie.
/// Knows: reel.stream.                      Must not know: payloads, presets.
/// Start at Track, FileWriter and SampleTable.
@NullMarked
package reel.video.mp4;

import org.jspecify.annotations.NullMarked;
