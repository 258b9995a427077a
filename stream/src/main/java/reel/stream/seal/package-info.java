/// Seals: compression of a frame of bytes, and back, checked.
///
/// In:  plain bytes and a hint.           Out: sealed bytes that say their codec.
/// Knows: zstd.                           Must not know: packs, indexes, keys.
/// Start at Sealer.
@NullMarked
package reel.stream.seal;

import org.jspecify.annotations.NullMarked;
