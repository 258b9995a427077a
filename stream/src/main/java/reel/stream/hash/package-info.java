/// BLAKE3-256: the name of every chunk and the fingerprint of every file.
///
/// In:  bytes in any number of pieces.    Out: `Hash` (four longs), extended output, keyed hashes, keys.
/// Knows: the JDK, the vector incubator.  Must not know: chunks, files, storage.
/// Start at Blake3; `ScalarKernel` is the readable twin of the vector kernels. HOT: all but Hash's text forms.
@NullMarked
package reel.stream.hash;

import org.jspecify.annotations.NullMarked;
