/// Rules by pattern: what is ignored, and how files are to be cut and sealed.
///
/// In:  `.reelignore` and `.reelattributes` files.   Out: answers about a path.
/// Knows: JGit's patterns.                           Must not know: the stage, what is on disk.
/// Start at IgnoreRules and AttributeRules.
@NullMarked
package reel.history.workspace.rules;

import org.jspecify.annotations.NullMarked;
