/// The operation log: every command that changes what a repository shows is one entry, created once.
///
/// In:  a change of the view (branches, tags, heads).   Out: the view now, at any past operation, and undo.
/// Knows: reel.backend, commits' ids.                   Must not know: the working folder, file content.
/// Start at View and OpLog; the layout is docs/format/op.md.
@NullMarked
package reel.history.op;

import org.jspecify.annotations.NullMarked;
