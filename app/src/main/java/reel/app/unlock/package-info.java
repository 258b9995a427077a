/// Getting the key of an encrypted repository: where secrets come from, what stays unlocked, what was remembered.
///
/// In:  the environment, a terminal, a backend.   Out: the content key, or Locked with a clear word.
/// Knows: reel.store.keys, reel.store.crypt.      Must not know: workspaces, commands, picocli.
/// Start at Unlocking.
@NullMarked
package reel.app.unlock;

import org.jspecify.annotations.NullMarked;
