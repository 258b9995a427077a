/// The walk: every folder of a tree on disk listed once, by several threads.
///
/// In:  a folder.                         Out: listings with stats, in no order; each sorted by the names' bytes.
/// Knows: reel.history.workspace.         Must not know: what is tracked, what is ignored.
/// Start at Walk. HOT: Walk.
@NullMarked
package reel.history.workspace.walk;

import org.jspecify.annotations.NullMarked;
