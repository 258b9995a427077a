/// Films in pieces: cut at their groups of pictures and joined again; editing copies, thumbnails, facts.
///
/// In:  a film, or the folder of its segments.   Out: segments and a recipe, the film, a smaller film, a picture.
/// Knows: reel.stream, .media, video.ffmpeg.     Must not know: payloads, carriers, storage.
/// Start at FilmTools; docs/format/video-recipe.md has the recipe's bytes.
@NullMarked
package reel.video.gop;

import org.jspecify.annotations.NullMarked;
