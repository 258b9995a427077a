/// Trees of named files that change, read and written in parts: what a transfer moves files between.
///
/// In:  paths, ranges, parts, metadata.    Out: entries, bytes, published files; abilities asked of `traits()`.
/// Knows: reel.backend, reel.stream.       Must not know: which protocols there are, plans, journals, retries.
/// Start at Place; Places finds the one that a Location means.
@NullMarked
package reel.backend.place;

import org.jspecify.annotations.NullMarked;
