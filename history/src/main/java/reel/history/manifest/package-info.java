/// Manifests: one file's bytes as a Merkle tree of chunks.
///
/// In:  a file's bytes, chunk settings.   Out: `Content`; from a `Content` the bytes again, whole or any range.
/// Knows: reel.store, reel.stream.        Must not know: names, folders, commits.
/// Start at Content; the layout is docs/format/manifest.md. HOT: ContentWriter, ContentReader.
@NullMarked
package reel.history.manifest;

import org.jspecify.annotations.NullMarked;
