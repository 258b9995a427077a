/// `reel video`: files as videos, and back.
///
/// In:  arguments.                          Out: calls of reel.app.video, their reports as text or JSON.
/// Knows: reel.app, reel.video's values.    Must not know: frames, boxes, ffmpeg's options.
/// Start at VideoCommand, which lists the subcommands.
@NullMarked
package reel.cli.video;

import org.jspecify.annotations.NullMarked;
