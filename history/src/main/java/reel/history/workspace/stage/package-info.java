/// The stage: every tracked entry in path order, and what the disk looked like when it was last known to be equal.
///
/// In:  entries in path order.            Out: the same, by path or by row; a file that is whole or not there.
/// Knows: trees, reel.history.workspace.  Must not know: how entries came to be, commits.
/// Start at Stage; the layout is docs/format/stage.md. HOT: Stage.
@NullMarked
package reel.history.workspace.stage;

import org.jspecify.annotations.NullMarked;
