/// Encryption of whole objects, below everything that knows what they hold.
///
/// In:  a backend and the repository's content key. Out: a backend that shows plain bytes and stores sealed ones.
/// Knows: reel.backend, reel.store.layout.          Must not know: packs, slots, passphrases.
/// Start at EncryptedBackend; the layout is docs/format/encryption.md.   HOT: SegmentCipher.
@NullMarked
package reel.store.crypt;

import org.jspecify.annotations.NullMarked;
