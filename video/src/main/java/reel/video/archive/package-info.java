/// The archive preset: a payload's bytes as the pixels of H.264 I_PCM pictures, no codec needed in either direction.
///
/// In:  a payload in order.                 Out: an MP4 file or stream, and of any video that holds its slices, the
/// payload at any offset.
/// Knows: reel.video.carrier, .mp4, reel.stream, reel.raptorq.   Must not know: catalogs, boxes, other presets.
/// Start at ArchiveCarrier; the layout is docs/format/video.md.   HOT: SliceWriter, SliceReader, Escapes, Whitening.
@NullMarked
package reel.video.archive;

import org.jspecify.annotations.NullMarked;
