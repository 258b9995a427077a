/// Names and their moves: branches, tags, operations.
///
/// In:  names and revisions.              Out: the new state, as one operation each.
/// Knows: reel.app, reel.history.         Must not know: how it is printed.
/// Start at Branches.
@NullMarked
package reel.app.branch;

import org.jspecify.annotations.NullMarked;
