/// Differences: what changed between two trees, how many bytes it cost, and the lines of texts.
///
/// In:  two tree ids.                     Out: changes in order of path, renames, byte figures, text hunks.
/// Knows: tree, manifest.                 Must not know: commits, the working folder, colours.
/// Start at TreeDiff.
@NullMarked
package reel.history.diff;

import org.jspecify.annotations.NullMarked;
