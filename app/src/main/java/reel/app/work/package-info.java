/// Work on the current version: add, remove, move, status, commit, restore, reset.
///
/// In:  paths, messages, revisions.       Out: the new stage and commit; what was done to which path.
/// Knows: reel.app, reel.history.         Must not know: how it is printed.
/// Start at CurrentStage and CommitStage.
@NullMarked
package reel.app.work;

import org.jspecify.annotations.NullMarked;
