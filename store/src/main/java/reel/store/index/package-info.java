/// The index: which packs hold a chunk, looked up in mapped, sorted runs.
///
/// In:  ids and where their chunks went.  Out: locations; runs on the backend, merged so that they stay few.
/// Knows: reel.store.layout, reel.backend. Must not know: frames, commits, who asks.
/// Start at ChunkIndex; the layout is docs/format/index.md. HOT: Run, FuseFilter, PendingIds.
@NullMarked
package reel.store.index;

import org.jspecify.annotations.NullMarked;
