/// The commands about keys: list, add, remove, change, unlock and lock, remember and forget, generate.
///
/// In:  a caller in a workspace.          Out: keys as values; slots added or removed.
/// Knows: reel.app, reel.app.unlock.      Must not know: how it is printed.
/// Start at RepositoryKeys.
@NullMarked
package reel.app.keys;

import org.jspecify.annotations.NullMarked;
