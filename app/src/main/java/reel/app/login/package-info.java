/// Who to be at a place: keyring, then environment, then (in the providers) the ecosystem's own, then a prompt.
///
/// In:  a place, the environment, a keyring, a terminal.   Out: a Login, and nothing of it anywhere else.
/// Knows: reel.app.unlock, reel.backend.place.             Must not know: providers, commands.
/// Start at PlaceLogins.
@NullMarked
package reel.app.login;

import org.jspecify.annotations.NullMarked;
