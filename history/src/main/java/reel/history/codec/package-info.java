/// Bytes of metadata: one writer and one bounded reader for every format of history.
///
/// In:  numbers, hashes, names.           Out: bytes, and the same values again or `Corrupt`.
/// Knows: reel.stream.                    Must not know: what the values mean.
/// Start at Decoder; varints are unsigned LEB128 in their shortest form.
@NullMarked
package reel.history.codec;

import org.jspecify.annotations.NullMarked;
