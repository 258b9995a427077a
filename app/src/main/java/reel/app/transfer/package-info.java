/// Transfers for commands: words become places, wishes become a transfer.
///
/// In:  a caller, typed places, options.                      Out: what was found and done, as values and events.
/// Knows: reel.transfer, reel.app.remote, .plugin, .login.    Must not know: repositories, how it is printed.
/// Start at PlaceSession, then RunTransfer.
@NullMarked
package reel.app.transfer;

import org.jspecify.annotations.NullMarked;
