/// The checkout: a tree's files written to the folder, without losing anything that is saved nowhere.
///
/// In:  a stage, a tree, a scope.         Out: files on disk and the stage that names them; or a list of what would be
/// lost.
/// Knows: stage, status, manifest, trees. Must not know: commits, branches.
/// Start at Checkout; Planner looks and refuses, Placement writes.
@NullMarked
package reel.history.workspace.checkout;

import org.jspecify.annotations.NullMarked;
