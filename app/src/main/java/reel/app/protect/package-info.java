/// Erasure coding of single files for commands: the caller's folder, settings and memory become a session.
///
/// In:  a caller.                         Out: a ProtectSession for it.
/// Knows: reel.app.settings, reel.protect.   Must not know: workspaces, how it is printed.
/// Start at Protection.
@NullMarked
package reel.app.protect;

import org.jspecify.annotations.NullMarked;
