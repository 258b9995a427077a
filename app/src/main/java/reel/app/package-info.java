/// The composition root: opens a workspace, wires what it needs, one class per use case.
///
/// In:  a folder, settings, a wish.       Out: values that say what was done or found.
/// Knows: every room below.               Must not know: arguments, terminals, JSON.
/// Start at Workspace, then the class named like the command.
@NullMarked
package reel.app;

import org.jspecify.annotations.NullMarked;
