/// Commits: a tree, its parents, who, when and why.
///
/// In:  trees and messages.               Out: commit ids; ancestry, merge bases.
/// Knows: reel.history.tree.              Must not know: refs, the working folder.
/// Start at Commit; the layout is docs/format/commit.md.
@NullMarked
package reel.history.commit;

import org.jspecify.annotations.NullMarked;
