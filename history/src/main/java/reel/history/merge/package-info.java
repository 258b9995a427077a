/// Merges: two trees and what they have in common become one tree, and what a person must decide.
///
/// In:  commits or trees.                 Out: a tree, conflicts as values, the state a merge is left in.
/// Knows: diff, commit, tree, manifest.   Must not know: the working folder, the view.
/// Start at Merger; the rules are in docs/merge.md, the layout of MergeState in docs/format/merge.md.
@NullMarked
package reel.history.merge;

import org.jspecify.annotations.NullMarked;
