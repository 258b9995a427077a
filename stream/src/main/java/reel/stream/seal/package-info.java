/// Seals: compression and encryption of a frame of bytes, and back, checked.
///
/// In:  plain bytes and a hint.           Out: sealed bytes that say their codec.
/// Knows: zstd, the JDK's AES-GCM.        Must not know: packs, indexes, key files.
/// Start at Sealer.
@NullMarked
package reel.stream.seal;

import org.jspecify.annotations.NullMarked;
