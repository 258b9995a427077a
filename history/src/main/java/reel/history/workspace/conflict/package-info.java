/// A merge in the working folder: begun, its conflicts decided, committed or taken back.
///
/// In:  a merged tree and its conflicts.  Out: files and stage, `.reel/merge` until the merge is over.
/// Knows: checkout, stage, history.merge. Must not know: how trees are merged.
/// Start at PendingMerge.
@NullMarked
package reel.history.workspace.conflict;

import org.jspecify.annotations.NullMarked;
