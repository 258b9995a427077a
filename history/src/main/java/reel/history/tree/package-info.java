/// Trees: folders as sorted lists of entries.
///
/// In:  entries in order.                 Out: tree ids, and entries again.
/// Knows: reel.history.manifest.          Must not know: commits, the working folder.
/// Start at RepoPath and TreeEntry; the layout is docs/format/tree.md.
@NullMarked
package reel.history.tree;

import org.jspecify.annotations.NullMarked;
