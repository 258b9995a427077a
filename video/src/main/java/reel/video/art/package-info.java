/// Art: moving geometric pictures whose grain is the data.
///
/// In:  a payload and the hash of it that seeds the picture.   Out: a film to look at; and of the film, the payload.
/// Knows: reel.stream, reel.raptorq, video.carrier, video.code, video.ffmpeg.   Must not know: catalogs, other presets.
/// Start at ArtCarrier; Gallery chooses what is painted, Grain hides bits in it.   HOT: scene rows, Grain.
@NullMarked
package reel.video.art;

import org.jspecify.annotations.NullMarked;
