/// Adding: what changed on disk becomes content in the store and entries of the stage.
///
/// In:  a stage, a scope.                 Out: chunks, durable; then a stage that names them; what was skipped and why.
/// Knows: status, stage, manifest.        Must not know: commits, how a file's type is found.
/// Start at Adder.
@NullMarked
package reel.history.workspace.add;

import org.jspecify.annotations.NullMarked;
