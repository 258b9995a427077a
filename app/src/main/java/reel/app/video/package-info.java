/// Files as videos for commands: memory as the settings say, passphrases from where the others come.
///
/// In:  a caller, paths, options.           Out: videos and files; reports as values.
/// Knows: reel.video, reel.app.settings, .unlock, .transfer.   Must not know: repositories, how it is printed.
/// Start at VideoSession.
@NullMarked
package reel.app.video;

import org.jspecify.annotations.NullMarked;
