/// Key slots: who may open an encrypted repository, and how its master key is wrapped for each of them.
///
/// In:  a passphrase or an identity, a backend.  Out: the content key; slots added and removed.
/// Knows: reel.backend, reel.store.crypt.        Must not know: terminals, environments, where secrets come from.
/// Start at KeySlots; the layout is docs/format/encryption.md.
@NullMarked
package reel.store.keys;

import org.jspecify.annotations.NullMarked;
