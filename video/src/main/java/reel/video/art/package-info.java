/// Art: moving geometric pictures whose grain is the data.
///
/// In:  a payload, whose hash seeds the picture.   Out: a film to look at; and of the film, the payload.
/// Knows: video.carrier, .code, .ffmpeg, .robust.  Must not know: catalogs, other presets.
/// Start at ArtCarrier; Gallery chooses what is painted, Grain hides bits in it.   HOT: scene rows, Grain.
@NullMarked
package reel.video.art;

import org.jspecify.annotations.NullMarked;
