/// What the user sees: two streams, colour, tables, human numbers, progress, JSON.
///
/// In:  lines, figures, values.           Out: bytes on stdout and stderr, as the terminal and the options ask.
/// Knows: the JDK, jackson (JSON only).   Must not know: commands, the repository.
/// Start at Screen.
@NullMarked
package reel.cli.screen;

import org.jspecify.annotations.NullMarked;
