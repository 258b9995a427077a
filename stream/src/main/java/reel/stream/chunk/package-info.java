/// Where to cut: content-defined and fixed-size chunkers behind one interface.
///
/// In:  a window of a file's bytes.       Out: the length of the next chunk; structural cuts come from `CutHints`.
/// Knows: the JDK.                        Must not know: hashes of chunks, storage, file types.
/// Start at Chunker; FastCdc follows the published v2020 algorithm bit for bit. HOT: FastCdc, RabinKarp.
@NullMarked
package reel.stream.chunk;

import org.jspecify.annotations.NullMarked;
