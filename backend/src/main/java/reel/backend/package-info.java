/// The storage contract: about eight methods over named, immutable objects, and what wraps them.
///
/// In:  handles, sources, ranges.         Out: bytes, stats, listings; abilities asked of `traits()`.
/// Knows: reel.stream.                    Must not know: chunks, packs, commits, transfers.
/// Start at Backend; `LocalBackend` and `MemoryBackend` are the twins every suite runs against.
@NullMarked
package reel.backend;

import org.jspecify.annotations.NullMarked;
