/// What packs and index runs have in common: trailers, checksums, names, mapped and spooled objects.
///
/// In:  a backend and handles.            Out: checked bytes; objects written piece by piece on any backend.
/// Knows: reel.backend, reel.stream.      Must not know: what a pack or a run holds.
/// Start at Trailer.
@NullMarked
package reel.store.layout;

import org.jspecify.annotations.NullMarked;
