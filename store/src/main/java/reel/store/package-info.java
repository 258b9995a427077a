/// Chunks in packs on a backend: put once, found by id, verified at every read.
///
/// In:  chunks (bytes and their id).      Out: the same bytes, or an error that names what is damaged.
/// Knows: reel.backend, reel.stream.      Must not know: trees, commits, paths, networks.
/// Start at Chunks (the contract) and ChunkStore (packs and index behind it).
@NullMarked
package reel.store;

import org.jspecify.annotations.NullMarked;
